import { describe, expect, it } from 'vitest';
import { fieldsOf, objectIn, patchBetween } from './patch-between';

describe('the patch between two objects', () => {
  it('names what differs and nothing else', () => {
    const same = { a: [1, { b: null }] };
    const before = { count: 12, branch: { id: '012', name: '***' }, lines: [{ sku: 'a' }], note: 'x', same };
    const after = { count: -1, branch: { id: '034', name: '***' }, lines: [{ sku: 'b' }], added: true, same: { ...same } };
    const patch = patchBetween(before, after);
    expect(patch).toEqual({ note: null, count: -1, branch: { id: '034' }, lines: [{ sku: 'b' }], added: true });
    expect(fieldsOf(patch)).toEqual(['/note', '/count', '/branch/id', '/lines', '/added']);
  });

  it.each([
    [{ a: { b: 1 } }, { a: 2 }, { a: 2 }],
    [{ a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    [{ a: [1, 2] }, { a: [1] }, { a: [1] }],
    [{ a: null }, { a: null }, {}],
    [{ a: 1 }, { a: null }, { a: null }],
    [{ a: {} }, { a: [] }, { a: [] }],
    [{ 'toString': 1 }, {}, { 'toString': null }],
    [{}, { constructor: 1 }, { constructor: 1 }],
  ])('takes a change of kind as a change: %j to %j', (before, after, patch) => {
    expect(patchBetween(before, after)).toEqual(patch);
  });

  it('points at names with strokes and tildes', () => {
    expect(fieldsOf({ 'a/b': { 'c~d': 1 }, e: {} })).toEqual(['/a~1b/c~0d', '/e']);
  });
});

it.each(['', '[1]', 'null', '{"a":', '"text"'])('what is no object is told apart: %s', (text) => {
  expect(objectIn(text)).toBeUndefined();
});
