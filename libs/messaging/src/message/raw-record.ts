/** One record as it lies in a partition, before anything about it is believed. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** When the record was made, in milliseconds, as its producer or its broker says. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** As the client gives them: a header that occurs more than once is an array. */
  readonly headers: RawHeaders;
}

/** Headers of a record by name. */
export type RawHeaders = Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;

/**
 * Headers as the client tells them, made safe to look into: one without a value, as Kafka allows it, has no bytes, and none
 * is found by its name but those of the record. A name that every object knows, such as `constructor`, is told by kafkajs
 * together with what the object has under it.
 */
export function rawHeaders(told: Readonly<Record<string, unknown>>): RawHeaders {
  const headers = Object.create(null) as Record<string, Buffer | Buffer[]>;
  for (const [name, value] of Object.entries(told)) {
    const values = [value].flat().filter((one) => one === null || Buffer.isBuffer(one)).map((one) => one ?? NO_BYTES);
    const [only] = values;
    if (only) headers[name] = values.length === 1 ? only : values;
  }
  return headers;
}

const NO_BYTES = Buffer.alloc(0);
