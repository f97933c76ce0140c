import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel, type Consumer, type IHeaders, type Producer } from 'kafkajs';

/** A record as it lies on a topic. */
export interface LaidRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

type Content = Pick<LaidRecord, 'key' | 'value' | 'headers'>;
type GoodRecord = LaidRecord & { readonly value: Buffer };

const UNKNOWN_SCHEMA_ID = 2_000_000_000;
const MEGABYTE = 1_000_000;
const SEARCH_MS = 10_000;
const LOOK_EVERY_MS = 100;
const PARTITIONS_AT_ONCE = 6;
/** A broker takes a megabyte at once. */
const PART_BYTES = 500_000;
const HEADERS_BYTES = 1_000;

/** What was copied. */
export interface Copied {
  /** Of how many records. */
  readonly records: number;
  readonly copies: number;
  /** How many lay there, records or copies, that were not come to. */
  readonly missing: number;
}

/** The ways in which a record can be no message, each on a key of its own. */
export const spoilings: Readonly<Record<string, (good: GoodRecord) => Partial<Content>>> = {
  tombstone: () => ({ value: null }),
  'three bytes': () => ({ value: Buffer.from([0, 0, 0]) }),
  'another magic byte': ({ value }) => ({ value: Buffer.concat([Buffer.from([1]), value.subarray(1)]) }),
  'unknown schema': ({ value }) => ({ value: withSchema(value, UNKNOWN_SCHEMA_ID) }),
  'cut off': ({ value }) => ({ value: value.subarray(0, 7) }),
  'bytes after its end': ({ value }) => ({ value: Buffer.concat([value, Buffer.from([7])]) }),
  megabyte: ({ value }) => ({ value: Buffer.concat([value, Buffer.alloc(MEGABYTE, 7)]) }),
  'key of another order': () => ({}),
  'no headers': () => ({ headers: {} }),
};

/** A record that differs from a good one in one way, under an id and a key that nobody else has. */
export function spoiled(good: GoodRecord, way: (good: GoodRecord) => Partial<Content>): Content {
  return { key: Buffer.from(randomUUID()), value: good.value, headers: { ...good.headers, ...stranger() }, ...way(good) };
}

/** A stranger with a plain Kafka client, who may read and write everything. */
export class Stranger {
  private constructor(
    private readonly kafka: Kafka,
    private readonly producer: Producer,
  ) {}

  static async come(brokers: string): Promise<Stranger> {
    const kafka = new Kafka({ clientId: 'a-stranger', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    return new Stranger(kafka, producer);
  }

  /** Writes a record where it belongs; tells its offset. */
  async write(topic: string, partition: number, record: Content): Promise<string> {
    const [written] = await this.producer.send({ topic, messages: [{ ...record, partition }] });
    return String(written?.baseOffset);
  }

  /** A good record of each of these types, by its topic; those that have come up within ten seconds. */
  async oneOfEach(types: Readonly<Record<string, string>>): Promise<GoodRecord[]> {
    const found = new Map<string, GoodRecord>();
    const { promise: all, resolve } = Promise.withResolvers<void>();
    const take = (records: readonly LaidRecord[]): Promise<void> => {
      for (const { value, ...record } of records) {
        if (value && String(record.headers.ce_type) === types[record.topic]) found.set(record.topic, { ...record, value });
      }
      if (found.size === Object.keys(types).length) resolve();
      return Promise.resolve();
    };
    const consumer = await this.follow(Object.keys(types), take);
    await Promise.race([all, wait(SEARCH_MS)]);
    await consumer.disconnect();
    return [...found.values()];
  }

  /**
   * Copies every record of these topics, from their beginnings until `end` and on to what lies there then, to where it lies.
   *
   * @param copiesOf how many more there are to be of a record; asked once for each topic and id.
   * @param withinMs how long after `end` what lies there is copied still.
   */
  async copyAll(topics: readonly string[], copiesOf: () => number, end: Promise<unknown>, withinMs: number): Promise<Copied> {
    const known = new Set<string>();
    const reached = new Map<string, bigint>();
    let copies = 0;
    const consumer = await this.follow(topics, async (records) => {
      const anew = records.filter(({ topic, headers }) => !known.has(`${topic} ${String(headers.ce_id)}`));
      const more = anew.flatMap((record) => Array.from({ length: copiesOf() }, () => record));
      for (const part of inParts(more)) await this.producer.send({ topic: part[0]?.topic ?? '', messages: part });
      for (const { topic, headers } of anew) known.add(`${topic} ${String(headers.ce_id)}`);
      copies += more.length;
      for (const { topic, partition, offset } of records.slice(-1)) reached.set(`${topic}/${partition}`, BigInt(offset) + 1n);
    });
    try {
      await end;
      const ends = await this.endsOf(topics);
      const missing = (): bigint => ends.reduce((sum, { place, offset }) => sum + max(offset - (reached.get(place) ?? 0n), 0n), 0n);
      const until = performance.now() + withinMs;
      while (missing() > 0n && performance.now() < until) await wait(LOOK_EVERY_MS);
      return { records: known.size, copies, missing: Number(missing()) };
    } finally {
      await consumer.disconnect();
    }
  }

  async go(): Promise<void> {
    await this.producer.disconnect();
  }

  /** Reads topics from their beginnings on; what lies behind one another in a partition is handed on together. */
  private async follow(topics: readonly string[], take: (records: readonly LaidRecord[]) => Promise<void>): Promise<Consumer> {
    const consumer = this.kafka.consumer({ groupId: `a-stranger-${randomUUID()}`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: ({ batch: { topic, partition, messages } }) => {
        return take(messages.map(({ offset, key, value, headers = {} }) => ({ topic, partition, offset, key, value, headers })));
      },
    });
    return consumer;
  }

  private async endsOf(topics: readonly string[]): Promise<{ readonly place: string; readonly offset: bigint }[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const ends = await Promise.all(topics.map(async (topic) => {
        const partitions = await admin.fetchTopicOffsets(topic);
        return partitions.map(({ partition, high }) => ({ place: `${topic}/${partition}`, offset: BigInt(high) }));
      }));
      return ends.flat();
    } finally {
      await admin.disconnect();
    }
  }
}

/** Parts that a broker takes at once, by their bytes. */
function inParts(records: readonly LaidRecord[]): LaidRecord[][] {
  const parts: LaidRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const size = (record.value?.length ?? 0) + HEADERS_BYTES;
    if (bytes + size > PART_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(record);
    bytes += size;
  }
  return parts;
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

/** What a stranger says of his own record. */
function stranger(): IHeaders {
  return { ce_id: randomUUID(), ce_source: 'a-stranger' };
}

function withSchema(value: Buffer, id: number): Buffer {
  const copy = Buffer.from(value);
  copy.writeInt32BE(id, 1);
  return copy;
}
