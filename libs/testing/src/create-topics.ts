import type { Catalogue } from '@kervan/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { testStack } from './test-stack.js';

/** Creates the topics of a test's own catalogue on the test stack's broker; returns what deletes them again. */
export async function createTopics({ topics }: Catalogue): Promise<() => Promise<void>> {
  await asAdmin((admin) =>
    admin.createTopics({
      waitForLeaders: true,
      topics: topics.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions, replicationFactor: 1 })),
    }),
  );
  return () => asAdmin((admin) => admin.deleteTopics({ topics: topics.map(({ name }) => name) }));
}

async function asAdmin(work: (admin: ReturnType<Kafka['admin']>) => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ brokers: [...testStack().kafkaBrokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.disconnect();
  }
}
