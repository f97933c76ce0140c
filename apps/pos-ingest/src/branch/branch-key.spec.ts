import { Mode } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { hashOfKey, isLive, parseBranchKeys, principalOf, Scope } from './branch-key.js';

const keyHash = hashOfKey('a-key');
const entry = { keyHash, company: 'anadolu', mode: 'live', branch: '012' };
const only = (changes: object) => parseBranchKeys(JSON.stringify([{ ...entry, ...changes }])).get(keyHash)!;

describe('parseBranchKeys', () => {
  it('finds the branch of a key by its hash', () => {
    const keys = parseBranchKeys(JSON.stringify([entry]));
    expect(keys.get(hashOfKey('a-key'))?.branch).toEqual({
      ...{ company: 'anadolu', mode: 'live', branch: '012' },
      zone: 'Europe/Istanbul',
    });
    expect(keys.get(hashOfKey('another'))).toBeUndefined();
  });

  it("knows the zone of the branch's company", () => {
    expect(only({ zone: 'Europe/London' }).branch.zone).toBe('Europe/London');
  });

  it('lets a branch have two keys, so that one can take the place of the other', () => {
    const keys = parseBranchKeys(JSON.stringify([entry, { ...entry, keyHash: hashOfKey('next') }]));
    expect(keys.get(hashOfKey('next'))?.branch).toEqual(keys.get(keyHash)?.branch);
  });

  it('gives a key that names no scope those of a till, and any other its own', () => {
    expect([...only({}).scopes]).toEqual([Scope.write, Scope.read, Scope.cancel]);
    expect([...only({ scopes: ['sales:read'] }).scopes]).toEqual([Scope.read]);
  });

  it.each<[string, object, boolean]>([
    ['for ever, where no date is named', {}, true],
    ['from its first moment', { notBefore: '2026-05-01T09:00:00+03:00' }, true],
    ['not before', { notBefore: '2026-05-01T09:00:01+03:00' }, false],
    ['until just before its last', { notAfter: '2026-05-01T06:00:01Z' }, true],
    ['not from then on', { notAfter: '2026-05-01T06:00:00Z' }, false],
  ])('has a key valid %s', (_what, dates, live) => {
    expect(isLive(only(dates), Date.parse('2026-05-01T06:00:00Z'))).toBe(live);
  });

  it.each<[string, unknown, RegExp]>([
    ['a key that is not hashed', [{ ...entry, keyHash: 'a-key' }], /0\.keyHash/],
    ['an unknown mode', [entry, { ...entry, mode: 'prod' }], /1\.mode/],
    ['a zone that is none', [{ ...entry, zone: 'Europe/Nowhere' }], /0\.zone/],
    ['an unknown field', [{ ...entry, till: '3' }], /Unrecognized key/],
    ['an unknown scope', [{ ...entry, scopes: ['sales'] }], /0\.scopes/],
    ['a key for nothing', [{ ...entry, scopes: [] }], /0\.scopes/],
    ['a date without zone', [{ ...entry, notAfter: '2026-05-01T09:00:00' }], /0\.notAfter/],
    ['a limit of none', [{ ...entry, requestsPerMinute: 0 }], /0\.requestsPerMinute/],
    ['the same key twice', [entry, { ...entry, branch: '034' }], /twice/],
    ['no keys at all', [], /file/],
    ['no list', {}, /file/],
  ])('refuses %s, and repeats no hash', (_what, content, message) => {
    const parse = (): unknown => parseBranchKeys(JSON.stringify(content));
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(keyHash);
  });

  it('refuses what is no JSON, and repeats nothing of it', () => {
    const parse = (): unknown => parseBranchKeys(`[{"keyHash":"${keyHash}`);
    expect(parse).toThrow(/not valid/);
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
