import type avro from 'avsc';
import { parseSchema } from './logical-types.js';
import { maskOf } from './masking.js';

/** Whether a record tells a fact, asks for an act, or tells the outcome of one. */
export type RecordKind = 'event' | 'command' | 'reply';

/** A record with its type: what is published, sent or replied. */
export interface Message<T = unknown> {
  readonly type: RecordType<T>;
  readonly data: T;
}

/** One record that may be on a topic: its name, its schema and its Avro type. Generated from `schemas/`. */
export interface RecordType<T> {
  /** Name on the wire (`ce_type`) and subject in the schema registry. */
  readonly fullName: string;
  readonly kind: RecordKind;
  /** The topics of `schemas/topics.yaml` that carry it. */
  readonly topics: readonly string[];
  readonly type: avro.Type;
  /** The self-contained schema, exactly as it is registered. */
  readonly schema: string;
  /** A message of this type. The data is checked when it is encoded. */
  of(data: T): Message<T>;
  /**
   * The Avro bytes of the data, without the header of the wire format.
   *
   * @throws {RecordRefused} when the data does not fit the schema; permanent. It names fields, never values.
   */
  encode(data: T): Buffer;
  /** A copy of the data in which personal values are hidden, for logs and administration. */
  mask(data: T): unknown;
}

/** Thrown when data does not fit its schema. Tells where, and never what the value was: it may be personal. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';

  constructor(
    readonly fullName: string,
    /** Paths of the fields that do not fit, such as `order.lines.0.amountMinor`. */
    readonly paths: readonly string[],
  ) {
    super(`${fullName} does not fit its schema at ${paths.join(', ')}`);
  }
}

/** What the generator knows about a record. */
export interface RecordDefinition {
  readonly fullName: string;
  readonly kind: RecordKind;
  readonly topics: readonly string[];
  readonly schema: string;
}

/** Makes the record type of a generated definition. Its Avro type is built at the first use. */
export function recordType<T>(definition: RecordDefinition): RecordType<T> {
  let type: avro.Type | undefined;
  let mask: ((value: unknown) => unknown) | undefined;
  const record: RecordType<T> = {
    ...definition,
    get type() {
      return (type ??= parseSchema(definition.schema));
    },
    of: (data) => ({ type: record, data }),
    encode(data) {
      try {
        return record.type.toBuffer(data);
      } catch (error) {
        const paths = misfits(record.type, data);
        if (paths.length === 0) throw error;
        throw new RecordRefused(definition.fullName, paths);
      }
    },
    mask: (data) => (mask ??= maskOf(definition.schema))(data),
  };
  return record;
}

function misfits(type: avro.Type, data: unknown): string[] {
  const paths: string[] = [];
  type.isValid(data, { errorHook: (path) => paths.push(path.join('.') || 'the record itself') });
  return paths;
}
