import { type Admin, Kafka, logLevel } from 'kafkajs';
import { eventually } from './eventually.js';
import { testStack } from './test-stack.js';

const PARTITIONS = 12;
const DELETE_TIMEOUT_MS = 30_000;

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
  return () => asAdmin((admin) => deleteTopics(admin, names));
}

/** A broker at its limit may delete topics and not say so in time: asked again, it does not know them. */
async function deleteTopics(admin: Admin, names: readonly string[]): Promise<void> {
  try {
    await admin.deleteTopics({ topics: [...names], timeout: DELETE_TIMEOUT_MS });
  } catch (error) {
    const left = new Set(await admin.listTopics());
    if (names.some((name) => left.has(name))) throw error;
  }
}

async function asAdmin(work: (admin: Admin) => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ brokers: [...testStack().kafkaBrokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.disconnect();
  }
}
