import { Kafka, logLevel } from 'kafkajs';
import { eventually } from './eventually.js';
import { testStack } from './test-stack.js';

const PARTITIONS = 12;

/**
 * Creates topics on the test stack's broker and returns, once every partition's leader answers, what deletes them again.
 *
 * A leader that is told to clients may not know of itself yet: it would refuse its part of a send, kafkajs would repeat the
 * whole send, and a test would find more records than it wrote. kafkajs's own wait for leaders does not see that.
 */
export async function createTopics(names: readonly string[]): Promise<() => Promise<void>> {
  await asAdmin(async (admin) => {
    await admin.createTopics({
      waitForLeaders: false,
      topics: names.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: 1 })),
    });
    for (const name of names) await eventually(`leaders of ${name}`, () => admin.fetchTopicOffsets(name));
  });
  return () => asAdmin((admin) => admin.deleteTopics({ topics: [...names] }));
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
