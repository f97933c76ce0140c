import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type IHeaders, type Message } from 'kafkajs';
import { catalogue, type RecordType } from '@kervan/contracts';
import { testStack, type SeenRecord } from '@kervan/testing';
import { request } from './http.js';

/** A record as anyone with a Kafka client could write it. */
export interface RawRecord {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** A good record of a topic, which each bad one differs from in one way. */
export interface Template {
  readonly record: SeenRecord & { readonly value: Buffer };
  /** The id of a schema of another record. */
  readonly foreignSchemaId: number;
  /** The id of a schema of the same name that no version of ours can read. */
  readonly futureSchemaId: number;
}

/** A way to be bad, and what an operator is told of it. */
export interface Badness {
  readonly is: string;
  readonly code: string;
  readonly stage: 'headers' | 'schema' | 'value';
  readonly of: (template: Template) => RawRecord;
}

const UNKNOWN_SCHEMA_ID = 2_000_000_000;
const MEGABYTE = 1_000_000;

const bad = (is: string, code: string, stage: Badness['stage'], of: (template: Template, good: RawRecord) => Partial<RawRecord>): Badness => ({
  is, code, stage,
  of: (template) => {
    const good = { key: randomUUID(), value: template.record.value, headers: { ...template.record.headers, ce_id: randomUUID() } };
    return { ...good, ...of(template, good) };
  },
});

const without = ({ headers }: RawRecord, name: string): Partial<RawRecord> => {
  return { headers: Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name)) };
};

/** Every kind of bad record, each on a key of its own. */
export const badnesses: readonly Badness[] = [
  bad('has no value', 'empty-value', 'value', () => ({ value: null })),
  bad('has an empty value', 'empty-value', 'value', () => ({ value: Buffer.alloc(0) })),
  bad('has three bytes', 'too-short', 'value', () => ({ value: Buffer.from([0, 0, 0]) })),
  bad('begins with another magic byte', 'wrong-magic-byte', 'value', ({ record }) => ({ value: withByte(record.value, 0, 1) })),
  bad('has an unknown schema id', 'unknown-schema', 'schema', ({ record }) => ({ value: withSchema(record.value, UNKNOWN_SCHEMA_ID) })),
  bad('has the schema of another subject', 'foreign-schema', 'schema', ({ record, foreignSchemaId }) => {
    return { value: withSchema(record.value, foreignSchemaId) };
  }),
  bad('is of a version to come that ours cannot read', 'incompatible-schema', 'schema', ({ record, futureSchemaId }) => {
    return { value: withSchema(record.value, futureSchemaId) };
  }),
  bad('has bytes after its end', 'extra-bytes', 'value', ({ record }) => ({ value: Buffer.concat([record.value, Buffer.from([7])]) })),
  bad('is cut off', 'malformed-value', 'value', ({ record }) => ({ value: record.value.subarray(0, 7) })),
  bad('has a megabyte', 'extra-bytes', 'value', ({ record }) => ({ value: Buffer.concat([record.value, Buffer.alloc(MEGABYTE, 7)]) })),
  bad('has no key', 'missing-key', 'headers', () => ({ key: null })),
  bad('has the key of another order', 'wrong-key', 'value', () => ({})),
  bad('has no ce_id', 'missing-header', 'headers', (_template, good) => without(good, 'ce_id')),
  bad('has no ce_correlationid', 'missing-header', 'headers', (_template, good) => without(good, 'ce_correlationid')),
  bad('has a header twice', 'duplicate-header', 'headers', (_template, { headers }) => {
    return { headers: { ...headers, ce_id: [randomUUID(), randomUUID()] } };
  }),
  bad('is of a type that nobody knows', 'unknown-record', 'headers', (_template, { headers }) => {
    return { headers: { ...headers, ce_type: 'kervan.sales.OrderTeleported' } };
  }),
];

/** Writes records as a stranger would: with a plain Kafka client. @returns their offsets, in order. */
export async function writeRaw(topic: string, partition: number, records: readonly RawRecord[]): Promise<string[]> {
  const kafka = new Kafka({ brokers: [...testStack().kafkaBrokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  try {
    const offsets: string[] = [];
    for (const record of records) {
      const [metadata] = await producer.send({ topic, messages: [{ ...record, partition } satisfies Message] });
      offsets.push(String(metadata?.baseOffset));
    }
    return offsets;
  } finally {
    await producer.disconnect();
  }
}

/** A well-formed record of a type of the catalogue. */
export async function wellFormed<T extends { readonly orderId: string }>(type: RecordType<T>, data: T): Promise<RawRecord> {
  const id = await registeredId(type.fullName);
  const time = new Date().toISOString();
  return {
    key: data.orderId,
    value: withSchema(Buffer.concat([Buffer.alloc(5), type.encode(data)]), id),
    headers: {
      ce_id: randomUUID(), ce_type: type.fullName, ce_source: 'a stranger', ce_time: time, ce_correlationid: randomUUID(),
    },
  };
}

/** What the bad records of a topic are made from: a good record of it, whatever wrote it. */
export async function templateOf(record: SeenRecord): Promise<Template> {
  const { value } = record;
  if (value === null) throw new Error('a template has a value');
  const fullName = record.headers['ce_type'] ?? '';
  const other = catalogue.topics.flatMap(({ records }) => records).find((type) => type.fullName !== fullName)!;
  const at = fullName.lastIndexOf('.');
  const future = {
    type: 'record', namespace: fullName.slice(0, at), name: fullName.slice(at + 1), fields: [{ name: 'somethingElse', type: 'string' }],
  };
  return {
    record: { ...record, value },
    foreignSchemaId: await registeredId(other.fullName),
    futureSchemaId: await register(`stranger-${randomUUID()}`, future),
  };
}

async function registeredId(subject: string): Promise<number> {
  const { json } = await request('GET', `${testStack().schemaRegistryUrl}/subjects/${subject}/versions/latest`);
  return (json as { id: number }).id;
}

async function register(subject: string, schema: object): Promise<number> {
  const body = { schema: JSON.stringify(schema) };
  const { json, text } = await request('POST', `${testStack().schemaRegistryUrl}/subjects/${subject}/versions`, { body });
  if (typeof (json as { id?: unknown })?.id !== 'number') throw new Error(`the registry answered: ${text}`);
  return (json as { id: number }).id;
}

function withByte(value: Buffer, at: number, byte: number): Buffer {
  const copy = Buffer.from(value);
  copy[at] = byte;
  return copy;
}

function withSchema(value: Buffer, id: number): Buffer {
  const copy = Buffer.from(value);
  copy.writeInt32BE(id, 1);
  return copy;
}
