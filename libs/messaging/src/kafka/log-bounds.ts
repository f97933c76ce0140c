import type { Kafka } from 'kafkajs';
import { type PartitionName, partitionKey } from './partition-name.js';

/** What the log of a partition holds. */
export interface LogBounds {
  /** The offset of the earliest record. */
  readonly first: bigint;
  /** The offset that the next record will have. */
  readonly end: bigint;
}

/** Asks the cluster for the bounds of partitions, by their {@link partitionKey}. @throws when it does not answer. */
export async function logBounds(
  kafka: Kafka,
  partitions: readonly PartitionName[],
): Promise<ReadonlyMap<string, LogBounds>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const bounds = new Map<string, LogBounds>();
    for (const topic of new Set(partitions.map((one) => one.topic))) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        bounds.set(partitionKey({ topic, number: partition }), { first: BigInt(low), end: BigInt(high) });
      }
    }
    return bounds;
  } finally {
    await admin.disconnect();
  }
}
