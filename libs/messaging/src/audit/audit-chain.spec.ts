import { describe, expect, it } from 'vitest';
import { canonicalJson, chained, chainHash, chainStart, faultOf } from './audit-chain.js';

const content = {
  at: '2026-03-01T08:00:00.000Z',
  act: 'redrive',
  subject: { kind: 'held-message', id: '0190f3d2-0000-7000-8000-000000000001' },
  by: 'ada',
  reason: null,
  detail: {},
};

describe('a chain of entries', () => {
  it('numbers from 1 and takes each hash over the one before', () => {
    const first = chained(chainStart, content);
    const second = chained(first, { ...content, act: 'discard', reason: 'counted by hand' });
    expect([first.seq, second.seq]).toEqual(['1', '2']);
    expect([first.previousHash, second.previousHash]).toEqual(['0'.repeat(64), first.hash]);
    expect(faultOf(chainStart, first)).toBeUndefined();
    expect(faultOf(first, second)).toBeUndefined();
  });

  it('has the hash that anyone can take with sha256sum', () => {
    // printf '%064d\n%s' 0 '{"act":"redrive",…}' | sha256sum
    expect(chained(chainStart, content).hash).toBe('81ec829c59656ed95f0062fbfc1a1e54043f09e7b6834d5e51d5dc396ecb1add');
  });

  it.each(['at', 'act', 'by', 'reason'] as const)('is altered when %s of an entry is', (field) => {
    const entry = { ...chained(chainStart, content), [field]: 'another' };
    expect(faultOf(chainStart, entry)).toBe('altered');
  });

  it('is altered when the detail, the subject or the number of an entry is', () => {
    const entry = chained(chainStart, content);
    expect(faultOf(chainStart, { ...entry, detail: { a: 1 } })).toBe('altered');
    expect(faultOf(chainStart, { ...entry, subject: { ...entry.subject, kind: 'saga' } })).toBe('altered');
    expect(faultOf(chainStart, { ...entry, seq: '2' })).toBe('altered');
  });

  it('is not chained where an entry was left out, even if the later one is as it was', () => {
    const first = chained(chainStart, content);
    const third = chained(chained(first, content), content);
    expect(faultOf(first, third)).toBe('not-chained');
  });

  it('is not chained where the hashes are right and the numbers are not', () => {
    const skipped = { ...content, seq: '2' };
    const entry = { ...skipped, previousHash: chainStart.hash, hash: chainHash(chainStart.hash, skipped) };
    expect(faultOf(chainStart, entry)).toBe('not-chained');
  });
});

describe('canonical JSON', () => {
  it('is the same for the same content, however it was written', () => {
    const canonical = '{"a":[1,null,"x"],"b":{"c":true,"d":null}}';
    expect(canonicalJson({ b: { d: null, c: true, e: undefined }, a: [1, undefined, 'x'] })).toBe(canonical);
    expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
  });
});
