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
