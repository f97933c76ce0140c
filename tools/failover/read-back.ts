import { randomUUID } from 'node:crypto';
import { logBounds, partitionKey } from '@kervan/messaging/parts';
import { LANES } from '@kervan/messaging';
import type { Kafka } from 'kafkajs';
import { type Counted, readCounted } from './stock-records.js';

/** Reads all that a topic holds, each partition in its order. */
export async function readBack(kafka: Kafka, topic: string): Promise<Counted[]> {
  const names = Array.from({ length: LANES }, (_, number) => ({ topic, number }));
  const bounds = await logBounds(kafka, names);
  const left = new Map([...bounds].filter(([, { first, end }]) => end > first).map(([name, { end }]) => [name, end]));
  const seen: Counted[] = [];
  const consumer = kafka.consumer({ groupId: `read-back-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  try {
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
      const run = consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch, resolveOffset }) => {
          for (const { value, offset } of batch.messages) {
            seen.push(readCounted(value!));
            resolveOffset(offset);
          }
          const name = partitionKey({ topic, number: batch.partition });
          if (BigInt(batch.lastOffset()) + 1n >= (left.get(name) ?? 0n)) left.delete(name);
          if (left.size === 0) resolve();
        },
      });
      run.catch(reject);
      if (left.size === 0) resolve();
    });
  } finally {
    await consumer.disconnect();
  }
  return seen;
}
