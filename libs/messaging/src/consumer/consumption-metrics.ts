import { metrics } from '@opentelemetry/api';
import type { OpenCounts } from '../held/held-heads.js';
import { keptFor, STANDING_FOR_MS } from '../metrics/standing.js';
import type { ChunkCounts } from './chunk-transaction.js';
import { PauseReason } from './owned-partition.js';

const meter = metrics.getMeter('@kervan/messaging');
const messages = meter.createCounter('kervan.consumer.messages', { description: 'Records taken from topics, by outcome.' });
const chunkSeconds = meter.createHistogram('kervan.consumer.chunk.duration', {
  description: 'From taking a chunk to its end.',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15] },
});
const chunkSize = meter.createHistogram('kervan.consumer.chunk.messages', {
  description: 'Messages in a chunk: they grow with the load, before the lag does.',
  advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
});
const pauses = meter.createCounter('kervan.consumer.pauses', { description: 'Pauses of partitions, by reason.' });
const overtakings = meter.createCounter('kervan.consumer.overtaken', {
  description: 'Positions that were found to have been moved by another owner.',
});
const failures = meter.createCounter('kervan.consumer.failures', { description: 'Messages that failed alone, by code.' });

const restarts = meter.createCounter('kervan.consumer.repeated_starts', {
  description: 'Partitions that were taken over from a process that had ended in its first chunk of them.',
});
const failureShare = meter.createGauge('kervan.consumer.failure_share', {
  description: 'Part of the latest 200 messages that failed alone.',
});

const heldMessages = meter.createGauge('kervan.held.messages', { description: 'Held messages that are open, by state.' });
const pausedPartitions = meter.createObservableGauge('kervan.consumer.paused_partitions', {
  description: 'Partitions that nothing is taken from now, by reason.',
});

const lag = meter.createObservableGauge('kervan.consumer.lag', {
  description: 'Records of a topic that are still to be taken, in the partitions that this replica owns.',
});

/** Counts what a consumer does. */
export const consumptionMetrics = {
  chunk(consumer: string, counts: ChunkCounts): void {
    let size = 0;
    for (const [outcome, count] of Object.entries(counts)) {
      size += count;
      if (count > 0) messages.add(count, { consumer, outcome });
    }
    if (size > 0) chunkSize.record(size, { consumer });
  },
  chunkEnded: (consumer: string, ms: number): void => chunkSeconds.record(ms / 1_000, { consumer }),
  paused: (consumer: string, reason: string): void => pauses.add(1, { consumer, reason }),
  overtaken: (consumer: string, partitions: number): void => overtakings.add(partitions, { consumer }),
  failed: (consumer: string, code: string): void => failures.add(1, { consumer, code }),
  failureShare: (consumer: string, share: number): void => failureShare.record(share, { consumer }),
  held(consumer: string, counts: OpenCounts): void {
    for (const [state, count] of Object.entries(counts)) heldMessages.record(count, { consumer, state });
  },
  observePauses(consumer: string, now: () => readonly { readonly reason: PauseReason }[]): void {
    pausedPartitions.addCallback((result) => {
      const pauses = Map.groupBy(now(), ({ reason }) => reason);
      for (const reason of Object.values(PauseReason)) {
        result.observe(pauses.get(reason)?.length ?? 0, { consumer, reason });
      }
    });
  },
  /** Shows the lag by topic; asked for by a scrape, at most once in 15 s. */
  observeLag(consumer: string, read: () => Promise<ReadonlyMap<string, number>>): void {
    const byTopic = keptFor(STANDING_FOR_MS, async () => [...(await read())]);
    lag.addCallback(async (result) => {
      for (const [topic, records] of await byTopic()) result.observe(records, { consumer, topic });
    });
  },
  startedAgain: (consumer: string, partitions: number): void => restarts.add(partitions, { consumer }),
};
