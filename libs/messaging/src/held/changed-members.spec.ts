import { describe, expect, it } from 'vitest';
import { changedPointers, membersBeyond } from './changed-members.js';

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
