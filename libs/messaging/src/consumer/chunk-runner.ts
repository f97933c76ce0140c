import type { ChunkItem, ReadItem } from './chunk-item.js';
import { type Attempt, type ChunkCounts, ChunkFailed, type ChunkTransaction } from './chunk-transaction.js';
import { traceChunk } from './consumption-tracing.js';
import { type Failure, FailureKind } from './failure.js';
import { type OwnedPartition, PauseReason } from './owned-partition.js';
import type { RecordReader } from './record-reader.js';
import { inlineRetryDelaysMs } from './retry-policy.js';

/** What a chunk's run tells its consumer about partitions. */
export interface PartitionEvents {
  /** The items are done, up to the position of the last one of each partition. */
  committed(items: readonly ReadItem[], counts: ChunkCounts): void;
  /** Others have moved the positions: read them, send the consumer there. */
  overtaken(partitions: ReadonlySet<OwnedPartition>): Promise<void>;
  /** Nothing can be done with these for now. */
  rest(partitions: ReadonlySet<OwnedPartition>, reason: PauseReason, failure: Failure): void;
  /** A message has failed alone and will be held. */
  failedAlone(item: ReadItem, failure: Failure): void;
}

const none: ReadonlyMap<ReadItem, Failure> = new Map();

/**
 * Brings a chunk to its end, whatever happens: every item is committed, or its partition is overtaken or rests.
 *
 * A chunk that fails is split until the bad message stands alone, and that one is held. What is transient is tried
 * again, a few times at once, and then its partitions rest. Never throws, never skips.
 */
export class ChunkRunner {
  constructor(
    private readonly reader: RecordReader,
    private readonly transaction: Pick<ChunkTransaction, 'attempt'>,
    private readonly events: PartitionEvents,
    private readonly random: () => number = Math.random,
  ) {}

  async run(items: readonly ChunkItem[]): Promise<void> {
    const { items: readable, unreadable } = await this.reader.read(items);
    if (unreadable.size > 0) this.events.rest(unreadable, PauseReason.registry, registryFailure);
    const messages = readable.flatMap(({ content }) => (content.kind === 'message' ? [content.message] : []));
    await traceChunk(readable.length, messages, () => this.bring(readable, new Set(), none));
  }

  /** @param gone partitions whose remaining items must not run, because an earlier one of them did not. */
  private async bring(
    items: readonly ReadItem[],
    gone: Set<OwnedPartition>,
    failed: ReadonlyMap<ReadItem, Failure>,
  ): Promise<void> {
    for (let tries = 0; ; ) {
      const left = items.filter(({ partition }) => !gone.has(partition));
      if (left.length === 0) return;
      try {
        const attempt = await this.transaction.attempt(left, failed);
        if (await this.isOver(attempt, left, gone)) return;
      } catch (error) {
        const { failure, culprit } = error as ChunkFailed;
        const delay = inlineRetryDelaysMs[tries++];
        if (failure.kind === FailureKind.transient && delay !== undefined) {
          await new Promise((resolve) => setTimeout(resolve, delay * this.random()));
        } else if (failure.kind === FailureKind.transient || failed.size > 0) {
          return this.rest(left, gone, failure);
        } else if (left.length > 1) {
          for (const part of split(left, culprit)) await this.bring(part, gone, none);
          return;
        } else {
          this.events.failedAlone(left[0]!, failure);
          return this.bring(left, gone, new Map([[left[0]!, failure]]));
        }
      }
    }
  }

  private async isOver(attempt: Attempt, items: readonly ReadItem[], gone: Set<OwnedPartition>): Promise<boolean> {
    if (attempt.outcome === 'committed') {
      this.events.committed(items, attempt.counts);
      return true;
    }
    for (const partition of attempt.partitions) gone.add(partition);
    await this.events.overtaken(attempt.partitions);
    return false;
  }

  private rest(items: readonly ReadItem[], gone: Set<OwnedPartition>, failure: Failure): void {
    const partitions = new Set(items.map(({ partition }) => partition));
    for (const partition of partitions) gone.add(partition);
    this.events.rest(partitions, PauseReason.database, failure);
  }
}

const registryFailure: Failure = {
  kind: 'transient', code: 'registry-unavailable', stage: 'registry', detail: 'a schema is not known here yet',
};

/** The suspect alone, with what is before and after it; two halves without a suspect. Order is kept. */
export function split<T>(items: readonly T[], suspect: T | undefined): T[][] {
  const at = suspect === undefined ? -1 : items.indexOf(suspect);
  const cuts = at < 0 ? [Math.ceil(items.length / 2)] : [at, at + 1];
  return [0, ...cuts]
    .map((from, index) => items.slice(from, cuts[index] ?? items.length))
    .filter((part) => part.length > 0);
}
