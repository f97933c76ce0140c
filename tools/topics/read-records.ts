import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin, Kafka, logLevel } from 'kafkajs';
import { Unread } from './unread.js';

const { KafkaJSProtocolError } = kafkajs; // no named exports for Node

const LEADER_TRIES = 50;
const LEADER_WAIT_MS = 200;

/** A record as it lies on its topic. */
export interface LyingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | undefined;
  readonly value: Buffer | null;
  /** Of a header that is there more than once, the first. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads topics from their beginnings to what are their ends now, in order within a partition. Commits nothing.
 *
 * @throws where nothing of what is still to be read comes for two minutes.
 */
export async function readRecords(
  kafkaBrokers: string,
  topics: readonly string[],
  see: (record: LyingRecord) => void,
): Promise<void> {
  const kafka = new Kafka({ clientId: 'kervan-reader', brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING });
  const ends = await endsOf(kafka, topics);
  if (ends.size === 0) return;
  const groupId = `kervan-reader-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50 });
  await consumer.connect();
  const unread = new Unread(ends);
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => unread.fail(payload.error));
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch, resolveOffset }) => {
        const { topic, partition, messages } = batch;
        for (const { offset, key, value, headers = {} } of messages) {
          const texts = Object.entries(headers).map(([name, text]) => [name, String(Array.isArray(text) ? text[0] : text)]);
          const told = Object.fromEntries(texts) as Record<string, string>;
          see({ topic, partition, offset: BigInt(offset), key: key?.toString(), value, headers: told });
          resolveOffset(offset);
        }
        unread.reached(`${topic}/${partition}`, BigInt(batch.lastOffset()) + 1n);
        return Promise.resolve();
      },
    });
    await unread.read;
  } finally {
    unread.close();
    await consumer.disconnect();
    await deleteGroup(kafka, groupId);
  }
}

/** The ends of the partitions that hold something. */
async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const topic of topics) {
      for (const { partition, high, low } of await offsetsOf(admin, topic)) {
        if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high));
      }
    }
    return ends;
  } finally {
    await admin.disconnect();
  }
}

/** The broker may have told a leader that does not know of it yet: kafkajs does not ask again by itself. */
async function offsetsOf(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  for (let left = LEADER_TRIES; ; left -= 1) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (left === 0 || !(error instanceof KafkaJSProtocolError && error.retriable)) throw error;
      await delay(LEADER_WAIT_MS);
    }
  }
}

/** A reader leaves nothing behind; where the broker is slow to let it go, its group is empty and harmless. */
async function deleteGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.deleteGroups([groupId]).catch(() => undefined);
  } finally {
    await admin.disconnect();
  }
}
