import { describe, expect, it } from 'vitest';
import { changedPointers, membersBeyond, mergePatch } from './merge-patch.js';

describe('a merge patch', () => {
  // The examples of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [['a', 'b'], ['c', 'd'], ['c', 'd']],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('makes of %j by %j: %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('leaves what it is applied to as it was', () => {
    const target = { a: { b: 1 } };
    mergePatch(target, { a: { b: 2, c: 3 } });
    expect(target).toEqual({ a: { b: 1 } });
  });
});

describe('two values', () => {
  it('differ at the members that were changed, added or removed', () => {
    const before = { a: 1, b: { c: 'x', d: null }, e: [{ f: 1 }, { f: 2 }] };
    const after = { a: 1, b: { c: 'y' }, e: [{ f: 1 }, { f: 3 }], g: true };
    expect(changedPointers(before, after)).toEqual(['#/b/c', '#/e/1/f', '#/g']);
  });

  it('tell which members the other one does not know', () => {
    expect(membersBeyond({ a: 1, b: [{ c: 1, d: 2 }], e: {} }, { a: 2, b: [{ c: 3 }] })).toEqual(['#/b/0/d', '#/e']);
  });
});
