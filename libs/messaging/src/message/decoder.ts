import type { Catalogue, RecordType } from '@kervan/contracts';
import type avro from 'avsc';
import type { SchemaStore } from '../registry/schema-store.js';
import { baggageInData, readBaggage } from '../transaction/order-baggage.js';
import { Header, readEnvelope } from './headers.js';
import { acceptedAtOf, messageIdOf } from './ids.js';
import type { RawRecord } from './raw-record.js';
import type { Received } from './received.js';
import { Undecodable, UndecodableCause } from './undecodable.js';
import { BODY_AT, schemaIdOf } from './wire-format.js';

type Resolver = ReturnType<avro.Type['createResolver']>;

/** The clock of who made an id may be ahead of that of who wrote the record by so much; milliseconds. */
const CLOCKS_DIFFER_MS = 60_000;

/** How to read what one writer wrote as one record; no resolver where both are the same. */
type Reading = { readonly resolver: Resolver | undefined } | Undecodable;

/**
 * Turns records into messages, by the schema that their writer used.
 *
 * Decoding is synchronous. Only a schema id that is new to this database has to be asked about before, see `prepare`.
 */
export class Decoder {
  private readonly readings = new Map<RecordType<unknown>, Map<number, Reading>>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly schemas: Pick<SchemaStore, 'isSettled' | 'learn' | 'writerOf' | 'isSame'>,
  ) {}

  /**
   * Fetches the schemas that these records need and that are not known yet. Returns `undefined` when there are none.
   *
   * @throws {RegistryUnavailable} when the registry does not answer; transient: none of the records is at fault.
   */
  prepare(records: readonly RawRecord[]): Promise<void> | undefined {
    const missing = new Set<number>();
    for (const { value } of records) {
      if (value === null || value.length < BODY_AT || value[0] !== 0) continue;
      const id = value.readInt32BE(1);
      if (!this.schemas.isSettled(id)) missing.add(id);
    }
    return missing.size > 0 ? this.schemas.learn(missing) : undefined;
  }

  /**
   * The message that a record is.
   *
   * @throws {Undecodable} with cause and stage when it is none; permanent.
   */
  decode(record: RawRecord): Received<unknown> {
    const envelope = readEnvelope(record);
    const type = this.typeOf(record, envelope.type);
    const data = this.dataOf(record, type);
    const id = messageIdOf(envelope.id, record.timestamp);
    return {
      id,
      type,
      data,
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
      key: this.keyOf(record, data),
      time: envelope.time ?? new Date(record.timestamp).toISOString(),
      acceptedAt: acceptanceOf(id, record.timestamp),
      correlationId: envelope.correlationId,
      causationId: envelope.causationId,
      traceparent: envelope.traceparent,
      baggage: readBaggage(record.headers[Header.baggage]?.toString()) ?? baggageInData(data),
      headers: record.headers,
    };
  }

  private typeOf({ topic }: RawRecord, fullName: string): RecordType<unknown> {
    const type = this.catalogue.record(fullName);
    if (!type) {
      throw new Undecodable(UndecodableCause.unknownRecord, 'headers', `ce_type is not a record of the catalogue`);
    }
    if (!this.catalogue.topicsOf(type).some(({ name }) => name === topic)) {
      throw new Undecodable(UndecodableCause.misplacedRecord, 'headers', `${fullName} does not belong on ${topic}`);
    }
    return type;
  }

  private dataOf({ value }: RawRecord, type: RecordType<unknown>): unknown {
    const schemaId = schemaIdOf(value);
    const reading = this.readingOf(type, schemaId);
    if (reading instanceof Undecodable) throw reading;
    const body = value as Buffer;
    const { value: data, offset } = read(type, body, reading.resolver);
    if (offset < 0) throw malformed(type, 'it ends before its last field');
    if (offset < body.length) {
      const extra = body.length - offset;
      throw new Undecodable(UndecodableCause.extraBytes, 'value', `${extra} bytes after the end of ${type.fullName}`);
    }
    return data;
  }

  private keyOf({ topic, key }: RawRecord, data: unknown): string {
    if (key === null || key.length === 0) throw new Undecodable(UndecodableCause.missingKey, 'headers', 'no key');
    const field = this.catalogue.topic(topic).key;
    const text = key.toString();
    if ((data as Readonly<Record<string, unknown>>)[field] !== text) {
      throw new Undecodable(UndecodableCause.wrongKey, 'value', `the key is not the record's ${field}`);
    }
    return text;
  }

  private readingOf(type: RecordType<unknown>, schemaId: number): Reading {
    let known = this.readings.get(type);
    if (!known) this.readings.set(type, (known = new Map()));
    let reading = known.get(schemaId);
    if (!reading) {
      reading = this.findReading(type, schemaId);
      if (!(reading instanceof Undecodable)) known.set(schemaId, reading);
    }
    return reading;
  }

  private findReading(type: RecordType<unknown>, schemaId: number): Reading {
    const writer = this.schemas.writerOf(schemaId);
    if (!writer) {
      return new Undecodable(UndecodableCause.unknownSchema, 'schema', `no Avro schema has the id ${schemaId}`);
    }
    if (writer.name !== type.fullName) {
      const of = writer.name ?? 'a nameless type';
      const detail = `schema ${schemaId} is of ${of}, not of ce_type`;
      return new Undecodable(UndecodableCause.foreignSchema, 'schema', detail);
    }
    if (this.schemas.isSame(type, schemaId)) return { resolver: undefined };
    try {
      return { resolver: type.type.createResolver(writer) };
    } catch {
      const detail = `what schema ${schemaId} wrote cannot be read as ${type.fullName}`;
      return new Undecodable(UndecodableCause.incompatibleSchema, 'schema', detail);
    }
  }
}

/**
 * When the chain's first message was accepted: by the id, and never later than the record itself. The id of a foreign
 * program may lie years ahead, and what follows from it would always seem to be newer than a restored backup.
 */
function acceptanceOf(id: string, recordedAt: number): number {
  const told = acceptedAtOf(id) ?? recordedAt;
  return told - recordedAt > CLOCKS_DIFFER_MS ? recordedAt : told;
}

function read(type: RecordType<unknown>, body: Buffer, resolver: Resolver | undefined) {
  try {
    return type.type.decode(body, BODY_AT, resolver) as { readonly value: unknown; readonly offset: number };
  } catch {
    throw malformed(type, 'its bytes do not follow the schema');
  }
}

function malformed(type: RecordType<unknown>, detail: string): Undecodable {
  return new Undecodable(UndecodableCause.malformedValue, 'value', `not a ${type.fullName}: ${detail}`);
}
