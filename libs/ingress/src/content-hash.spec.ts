import { expect, it } from 'vitest';
import { contentHash } from './content-hash.js';

it('is the same whatever the order of keys, and without members that are undefined', () => {
  const one = contentHash({ a: 1, b: [{ c: 'x', d: null }] });
  expect(contentHash({ b: [{ d: null, c: 'x', e: undefined }], a: 1 })).toEqual(one);
});

it.each<[string, unknown]>([
  ['a value', { a: [1, 3] }],
  ['the order of a list', { a: [2, 1] }],
  ['null for nothing', { a: [1, 2], b: null }],
  ['a text for a number', { a: [1, '2'] }],
])('tells apart %s', (_what, other) => expect(contentHash(other)).not.toEqual(contentHash({ a: [1, 2] })));
