import { Mode } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { hashOfKey, parseBranchKeys, principalOf } from './branch-key.js';

const keyHash = hashOfKey('a-key');
const entry = { keyHash, company: 'anadolu', mode: 'live', branch: '012' };

describe('parseBranchKeys', () => {
  it('finds the branch of a key by its hash', () => {
    const keys = parseBranchKeys(JSON.stringify([entry]));
    expect(keys.get(hashOfKey('a-key'))).toEqual({ company: 'anadolu', mode: 'live', branch: '012' });
    expect(keys.get(hashOfKey('another'))).toBeUndefined();
  });

  it('lets a branch have two keys, so that one can take the place of the other', () => {
    const keys = parseBranchKeys(JSON.stringify([entry, { ...entry, keyHash: hashOfKey('next') }]));
    expect(keys.get(hashOfKey('next'))).toEqual(keys.get(keyHash));
  });

  it.each<[string, unknown, RegExp]>([
    ['a key that is not hashed', [{ ...entry, keyHash: 'a-key' }], /0\.keyHash/],
    ['an unknown mode', [entry, { ...entry, mode: 'prod' }], /1\.mode/],
    ['an unknown field', [{ ...entry, till: '3' }], /Unrecognized key/],
    ['no keys at all', [], /file/],
    ['no list', {}, /file/],
  ])('refuses %s, and repeats no hash', (_what, content, message) => {
    const parse = (): unknown => parseBranchKeys(JSON.stringify(content));
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(keyHash);
  });
});

describe('principalOf', () => {
  it('tells apart branches whose names run together', () => {
    const names = [
      { company: 'a', mode: Mode.live, branch: 'b1' },
      { company: 'a","live","b', mode: Mode.live, branch: '1' },
    ].map(principalOf);
    expect(new Set(names).size).toBe(2);
  });
});
