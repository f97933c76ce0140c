import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

/** What lies on topics. */
export interface Wire {
  readonly records: number;
  /** Records whose `ce_id` another record of the same topic has had before; inboxes drop them. */
  readonly doubled: number;
}

/** Reads topics from their beginnings to what are their ends now. */
export async function readWire(kafkaBrokers: string, topics: readonly string[]): Promise<Wire> {
  const kafka = new Kafka({ clientId: 'kervan-wire', brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING });
  const ends = await endsOf(kafka, topics);
  const consumer = kafka.consumer({ groupId: `kervan-wire-${randomUUID()}` });
  const { promise: read, resolve, reject } = Promise.withResolvers<void>();
  const seen = new Set<string>();
  let records = 0;
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch, resolveOffset }) => {
        for (const { headers, offset } of batch.messages) {
          records += 1;
          seen.add(`${batch.topic} ${String(headers?.ce_id)}`);
          resolveOffset(offset);
        }
        const partition = `${batch.topic}/${batch.partition}`;
        if (BigInt(batch.lastOffset()) + 1n >= (ends.get(partition) ?? 0n)) ends.delete(partition);
        if (ends.size === 0) resolve();
        return Promise.resolve();
      },
    });
    if (ends.size > 0) await read;
  } finally {
    await consumer.disconnect();
  }
  return { records, doubled: records - seen.size };
}

/** The ends of the partitions that hold something. */
async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const topic of topics) {
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
        if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high));
      }
    }
    return ends;
  } finally {
    await admin.disconnect();
  }
}
