import { createCatalogue, parseSchema, recordType, type RecordType } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { Decoder } from './decoder.js';
import { derivedId } from './ids.js';
import type { RawRecord } from './raw-record.js';
import { frame } from './wire-format.js';

interface Counted {
  readonly orderId: string;
  readonly count: number;
  readonly unit: string;
}

const field = { orderId: { name: 'orderId', type: 'string' }, count: { name: 'count', type: 'int' } };
const unit = { name: 'unit', type: 'string', default: 'C62' };
const schemas = {
  now: schemaOf('Counted', [field.orderId, field.count, unit]),
  older: schemaOf('Counted', [field.orderId, field.count]),
  newer: schemaOf('Counted', [field.orderId, field.count, unit, { name: 'by', type: 'string' }]),
  incompatible: schemaOf('Counted', [field.orderId, { name: 'count', type: 'string' }, unit]),
  foreign: schemaOf('Moved', [field.orderId, field.count, unit]),
};
const ids = { now: 1, older: 2, newer: 3, incompatible: 4, foreign: 5, unknown: 6 };

const Counted: RecordType<Counted> = recordType({
  fullName: 'test.Counted', kind: 'event', topics: [], schema: schemas.now,
});
const Elsewhere: RecordType<Counted> = recordType({
  fullName: 'test.Elsewhere', kind: 'event', topics: [], schema: schemaOf('Elsewhere', [field.orderId]),
});
const all = { kind: 'events', key: 'orderId', partitions: 12, retentionDays: 1, producers: [], consumers: [] } as const;
const catalogue = createCatalogue([
  { ...all, name: 'counted', records: [Counted as RecordType<unknown>] },
  { ...all, name: 'elsewhere', records: [Elsewhere as RecordType<unknown>] },
]);

const textById = new Map(Object.entries(schemas).map(([name, text]) => [ids[name as keyof typeof schemas], text]));
const decoder = new Decoder(catalogue, {
  isSettled: () => true,
  learn: async () => undefined,
  isSame: (_, id) => id === ids.now,
  writerOf: (id) => (textById.has(id) ? parseSchema(textById.get(id)!) : undefined),
});

const data = { orderId: 'order-1', count: 3, unit: 'KGM' };
const TIMESTAMP = Date.parse('2026-11-21T07:15:00.000Z');

describe('a record', () => {
  it('becomes a message', () => {
    const record = written(schemas.now, ids.now, data);
    expect(decoder.decode(record)).toMatchObject({
      id: derivedId(TIMESTAMP, 'message 1'),
      type: Counted,
      data,
      topic: 'counted',
      partition: 7,
      offset: 11n,
      key: 'order-1',
      time: '2026-11-21T07:15:00.000Z',
      acceptedAt: TIMESTAMP,
      correlationId: 'chain 1',
    });
  });

  it('that an older release wrote has the defaults of what is new', () => {
    expect(decoder.decode(written(schemas.older, ids.older, data)).data).toEqual({ ...data, unit: 'C62' });
  });

  it('that a newer release wrote has what is known here', () => {
    expect(decoder.decode(written(schemas.newer, ids.newer, { ...data, by: 'x' })).data).toEqual(data);
  });

  it('carries the acceptance time of its chain', () => {
    const acceptedAt = TIMESTAMP - 86_400_000;
    const headers = { ce_id: derivedId(acceptedAt, 'x') };
    expect(decoder.decode(written(schemas.now, ids.now, data, headers)).acceptedAt).toBe(acceptedAt);
  });

  it.each([
    ['a year ahead counts as accepted when it was recorded', 365 * 86_400_000, 0],
    ['a little ahead is another clock, and is carried on', 60_000, 60_000],
  ])('whose id lies %s', (_, aheadMs, countedMs) => {
    const headers = { ce_id: derivedId(TIMESTAMP + aheadMs, 'x') };
    expect(decoder.decode(written(schemas.now, ids.now, data, headers)).acceptedAt).toBe(TIMESTAMP + countedMs);
  });
});

describe('a record that is no message', () => {
  const good = written(schemas.now, ids.now, data);
  const bytes = good.value!;
  const body = bytes.subarray(5);
  it.each<[string, Partial<RawRecord>, { code: string; stage: string }]>([
    ['a tombstone', { value: null }, { code: 'empty-value', stage: 'value' }],
    ['an empty value', { value: Buffer.alloc(0) }, { code: 'empty-value', stage: 'value' }],
    ['three bytes', { value: bytes.subarray(0, 3) }, { code: 'too-short', stage: 'value' }],
    ['another magic byte', { value: Buffer.from([1, ...bytes]) }, { code: 'wrong-magic-byte', stage: 'value' }],
    ['JSON', { value: Buffer.from('{"a":1}') }, { code: 'wrong-magic-byte', stage: 'value' }],
    ['an unknown schema', { value: frame(ids.unknown, body) }, { code: 'unknown-schema', stage: 'schema' }],
    ['another record', { value: frame(ids.foreign, body) }, { code: 'foreign-schema', stage: 'schema' }],
    [
      'a schema that cannot be read',
      { value: frame(ids.incompatible, body) },
      { code: 'incompatible-schema', stage: 'schema' },
    ],
    ['a truncated record', { value: bytes.subarray(0, -2) }, { code: 'malformed-value', stage: 'value' }],
    ['only a schema id', { value: bytes.subarray(0, 5) }, { code: 'malformed-value', stage: 'value' }],
    ['bytes behind its end', { value: Buffer.from([...bytes, 0]) }, { code: 'extra-bytes', stage: 'value' }],
    ['no key', { key: null }, { code: 'missing-key', stage: 'headers' }],
    ['the key of another order', { key: Buffer.from('order-2') }, { code: 'wrong-key', stage: 'value' }],
    ['an unknown type', headers({ ce_type: 'test.Nothing' }), { code: 'unknown-record', stage: 'headers' }],
    ['a type of another topic', headers({ ce_type: 'test.Elsewhere' }), { code: 'misplaced-record', stage: 'headers' }],
    ['no correlation id', headers({ ce_correlationid: '' }), { code: 'missing-header', stage: 'headers' }],
  ])('with %s is told apart', (_, difference, cause) => {
    expect(() => decoder.decode({ ...good, ...difference })).toThrow(expect.objectContaining(cause));
  });

  function headers(different: Record<string, string>): Partial<RawRecord> {
    return { headers: { ...good.headers, ...different } };
  }
});

describe('before records are decoded', () => {
  it('only ids that are not settled are asked about, each once', async () => {
    const asked: number[] = [];
    const asking = new Decoder(catalogue, {
      isSettled: (id) => id === ids.now,
      learn: async (missing) => void asked.push(...missing),
      isSame: () => true,
      writerOf: () => undefined,
    });
    const known = written(schemas.now, ids.now, data);
    const unknown = { ...known, value: frame(ids.unknown, Buffer.alloc(0)) };
    expect(asking.prepare([known, { ...known, value: null }])).toBeUndefined();
    await asking.prepare([known, unknown, unknown]);
    expect(asked).toEqual([ids.unknown]);
  });
});

function written(schema: string, id: number, value: unknown, headers: Record<string, string> = {}): RawRecord {
  return {
    topic: 'counted',
    partition: 7,
    offset: 11n,
    timestamp: TIMESTAMP,
    key: Buffer.from('order-1'),
    value: frame(id, parseSchema(schema).toBuffer(value)),
    headers: { ce_id: 'message 1', ce_type: 'test.Counted', ce_correlationid: 'chain 1', ...headers },
  };
}

function schemaOf(name: string, fields: readonly object[]): string {
  return JSON.stringify({ type: 'record', name, namespace: 'test', fields });
}
