import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

const LOOK_EVERY_MS = 100;
const NOT_YET: readonly unknown[] = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'];

/**
 * Waits until each partition of topics that were just created has a leader that clients are told of.
 *
 * A broker at its limit may have created a topic and not know it yet: kafkajs's own wait takes that for a topic that is not there.
 *
 * @throws what the last look found, after `withinMs`: 30 s by default.
 */
export async function untilLed(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  topics: readonly string[],
  withinMs = 30_000,
): Promise<void> {
  const until = performance.now() + withinMs;
  for (;;) {
    const missing = await withoutLeader(admin, topics);
    if (missing === undefined) return;
    if (performance.now() > until) throw missing;
    await sleep(LOOK_EVERY_MS);
  }
}

async function withoutLeader(admin: Pick<Admin, 'fetchTopicMetadata'>, topics: readonly string[]): Promise<Error | undefined> {
  try {
    const told = await admin.fetchTopicMetadata({ topics: [...topics] });
    const unled = told.topics.find(({ partitions }) => partitions.some(({ leader }) => leader < 0));
    return unled && new Error(`${unled.name} has a partition without a leader`);
  } catch (error) {
    if (error instanceof Error && NOT_YET.includes(brokerError(error))) return error;
    throw error;
  }
}

/** The name of the broker's error, which kafkajs wraps where its own retries did not help. */
function brokerError(error: Error): unknown {
  return ((error.cause ?? error) as { readonly type?: unknown }).type;
}
