import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { testStack } from './test-stack.js';

/** A record as a test sees it. */
export interface SeenRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | undefined;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Everything that is on some topics, from their beginning on, while it reads. */
export interface TopicReader {
  /** What was seen so far; in order within a partition. */
  readonly records: readonly SeenRecord[];
  stop(): Promise<void>;
}

/** Reads topics of the test stack from their beginning, as a consumer group of its own. */
export async function readTopics(...topics: string[]): Promise<TopicReader> {
  const kafka = new Kafka({ brokers: [...testStack().kafkaBrokers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `test-${randomUUID()}`, maxWaitTimeInMs: 50 });
  const records: SeenRecord[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message: { offset, key, value, headers } }) => {
      const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]);
      records.push({
        topic,
        partition,
        offset,
        key: key?.toString(),
        value,
        headers: Object.fromEntries(texts) as Record<string, string>,
      });
    },
  });
  return { records, stop: () => consumer.disconnect() };
}
