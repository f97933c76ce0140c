import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel, type IHeaders, type Producer } from 'kafkajs';

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
    const take = ({ value, ...record }: LaidRecord): Promise<void> => {
      if (value && String(record.headers.ce_type) === types[record.topic]) found.set(record.topic, { ...record, value });
      if (found.size === Object.keys(types).length) resolve();
      return Promise.resolve();
    };
    await this.follow(Object.keys(types), take, Promise.race([all, wait(SEARCH_MS)]));
    return [...found.values()];
  }

  /** Reads topics from their beginnings until `end`; every record is handed on. */
  async follow(topics: readonly string[], take: (record: LaidRecord) => Promise<void>, end: Promise<unknown>): Promise<void> {
    const consumer = this.kafka.consumer({ groupId: `a-stranger-${randomUUID()}`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachMessage: ({ topic, partition, message: { offset, key, value, headers = {} } }) => {
          return take({ topic, partition, offset, key, value, headers });
        },
      });
      await end;
    } finally {
      await consumer.disconnect();
    }
  }

  /** Writes a record once more, as it is. */
  async again({ topic, partition, key, value, headers }: LaidRecord): Promise<void> {
    await this.write(topic, partition, { key, value, headers });
  }

  async go(): Promise<void> {
    await this.producer.disconnect();
  }
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
