import { describe, expect, it } from 'vitest';
import { peekType, readEnvelope } from './headers.js';
import type { RawHeaders } from './raw-record.js';

const complete: RawHeaders = {
  ce_id: Buffer.from('4711'),
  ce_type: Buffer.from('kervan.sales.OrderPlaced'),
  ce_correlationid: 'c-1',
};

describe('the envelope of a record', () => {
  it('needs id, type and correlation id, and takes the rest where it is there', () => {
    expect(readEnvelope({ headers: { ...complete, ce_causationid: 'cause' } })).toEqual({
      id: '4711',
      type: 'kervan.sales.OrderPlaced',
      correlationId: 'c-1',
      causationId: 'cause',
    });
  });

  it.each([
    ['2026-11-23T10:00:00.5Z', '2026-11-23T10:00:00.500Z'],
    ['2026-11-23t13:00:00+03:00', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23T13:00:00+03:00[Europe/Istanbul]', undefined],
    ['1795442400000', undefined],
    ['infinity', undefined],
    ['0000-01-01T00:00:00Z', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['', undefined],
  ])('takes %j for the time %j', (told, time) => {
    expect(readEnvelope({ headers: { ...complete, ce_time: told } }).time).toBe(time);
  });

  it('takes one without a value for none', () => {
    expect(readEnvelope({ headers: { ...complete, traceparent: Buffer.alloc(0) } }).traceparent).toBeUndefined();
  });

  it.each(['ce_id', 'ce_type', 'ce_correlationid'])('is refused without %s', (name) => {
    for (const value of [undefined, '']) {
      expect(refusal({ ...complete, [name]: value })).toMatchObject({ code: 'missing-header', stage: 'headers' });
    }
  });

  it.each(['ce_id', 'ce_causationid', 'traceparent'])('is refused with two of %s', (name) => {
    expect(refusal({ ...complete, [name]: ['a', 'a'] })).toMatchObject({ code: 'duplicate-header' });
  });

  it.each([
    ['a control character', 'a\u0000b'],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe])],
    ['endless text', 'x'.repeat(513)],
  ])('is refused with %s, which it does not repeat', (_, value) => {
    const refused = refusal({ ...complete, ce_correlationid: value });
    expect(refused).toMatchObject({ code: 'malformed-header' });
    expect(String(refused)).not.toContain(value.toString());
  });
});

describe('a look at the type alone', () => {
  it('finds it without checking anything else', () => {
    expect(peekType({ headers: { ce_type: 'kervan.sales.OrderPlaced' } })).toBe('kervan.sales.OrderPlaced');
    expect(peekType({ headers: {} })).toBeUndefined();
    expect(peekType({ headers: { ce_type: ['a', 'b'] } })).toBeUndefined();
  });
});

function refusal(headers: RawHeaders): unknown {
  try {
    return readEnvelope({ headers });
  } catch (error) {
    return error;
  }
}
