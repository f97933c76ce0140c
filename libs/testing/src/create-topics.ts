import { Kafka, logLevel } from 'kafkajs';
import { eventually } from './eventually.js';
import { testStack } from './test-stack.js';

const PARTITIONS = 12;

/**
 * Creates topics on the test stack's broker and returns, once every partition has its leader, what deletes them again.
 *
 * kafkajs's own wait for leaders gives up when the broker does not know a new topic yet, so it is not used.
 */
export async function createTopics(names: readonly string[]): Promise<() => Promise<void>> {
  await asAdmin(async (admin) => {
    await admin.createTopics({
      waitForLeaders: false,
      topics: names.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: 1 })),
    });
    await eventually('leaders of the new topics', async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
      return (
        topics.length === names.length && topics.every((topic) => topic.partitions.every(({ leader }) => leader >= 0))
      );
    });
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
