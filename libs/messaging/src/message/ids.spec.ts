import { describe, expect, it } from 'vitest';
import { acceptedAtOf, derivedId, messageIdOf, newId } from './ids.js';

const ACCEPTED_AT = Date.parse('2026-11-21T07:15:00.123Z');

describe('a derived id', () => {
  it.each([
    [ACCEPTED_AT, ['erp-writer', '019bd7f4-5d80-7c3e-8a52-0123456789ab', '0'], '01a1fcf5-599b-80fb-a7dc-05ec3688603c'],
    [ACCEPTED_AT, ['erp-writer', '019bd7f4-5d80-7c3e-8a52-0123456789ab', '1'], '01a1fcf5-599b-8742-a5a6-e68def879c6a'],
    [0, [], '00000000-0000-8a0c-8354-bb5f9a3ecbe5'],
    [2 ** 48 - 1, ['ğüşöçıİ', ''], 'ffffffff-ffff-8ffb-ae5a-bd9cb6579cd1'],
  ])('of %d and %j is the same for ever', (acceptedAt, parts, id) => {
    expect(derivedId(acceptedAt, ...parts)).toBe(id);
  });

  it('is a UUIDv8 of the RFC 9562 variant that carries the acceptance time', () => {
    const id = derivedId(ACCEPTED_AT, 'a');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(acceptedAtOf(id)).toBe(ACCEPTED_AT);
  });

  it('tells parts apart, whatever characters they contain', () => {
    const parts = [['a', 'b'], ['ab'], ['a,b'], ['a"', '"b'], ['', 'ab'], ['ab', '']];
    const ids = parts.map((each) => derivedId(1, ...each));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([-1, 2 ** 48, 1.5, Number.NaN])('refuses %d as an acceptance time', (acceptedAt) => {
    expect(() => derivedId(acceptedAt, 'a')).toThrow(RangeError);
  });
});

describe('the acceptance time', () => {
  it('of a new id is the time it was made', () => {
    const before = Date.now();
    const at = acceptedAtOf(newId())!;
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it.each([['a random UUIDv4', '9f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b'], ['any other text', 'order-4711']])(
    'is not known of %s',
    (_, id) => expect(acceptedAtOf(id)).toBeUndefined(),
  );
});

describe('the message id of a ce_id', () => {
  it('is the UUID that it is, in lower case', () => {
    expect(messageIdOf('9F1C2A34-5B6D-4E7F-8A9B-0C1D2E3F4A5B', 1)).toBe('9f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b');
  });

  it('is derived from any other text, at the time of the record', () => {
    const id = messageIdOf('partner/4711', ACCEPTED_AT);
    expect(acceptedAtOf(id)).toBe(ACCEPTED_AT);
    expect(messageIdOf('partner/4711', ACCEPTED_AT)).toBe(id);
    expect(messageIdOf('partner/4712', ACCEPTED_AT)).not.toBe(id);
    expect(messageIdOf('PARTNER/4711', ACCEPTED_AT)).not.toBe(id);
  });
});
