import { Undecodable, UndecodableCause } from './undecodable.js';

const MAGIC = 0;

/** Where the Avro bytes begin in Confluent's wire format: a zero byte, the schema's id in four, then the record. */
export const BODY_AT = 5;

/** Puts Avro bytes into Confluent's wire format. */
export function frame(schemaId: number, body: Buffer): Buffer {
  const value = Buffer.allocUnsafe(BODY_AT + body.length);
  value[0] = MAGIC;
  value.writeInt32BE(schemaId, 1);
  body.copy(value, BODY_AT);
  return value;
}

/** The schema id of a value in Confluent's wire format. @throws {Undecodable} when it is in another format. */
export function schemaIdOf(value: Buffer | null): number {
  if (value === null || value.length === 0) throw new Undecodable(UndecodableCause.emptyValue, 'value', 'no value');
  if (value[0] !== MAGIC) {
    throw new Undecodable(UndecodableCause.wrongMagicByte, 'value', `the first byte is ${value[0]}, not ${MAGIC}`);
  }
  if (value.length < BODY_AT) {
    throw new Undecodable(UndecodableCause.tooShort, 'value', `${value.length} bytes are too few for a schema id`);
  }
  return value.readInt32BE(1);
}
