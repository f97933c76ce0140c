import type { ChunkItem, ReadItem } from './chunk-item.js';
import { type Attempt, type ChunkCounts, ChunkFailed, type ChunkTransaction } from './chunk-transaction.js';
import { traceChunk } from './consumption-tracing.js';
import { classify, DATABASE_UNREACHABLE, type Failure, FailureKind } from './failure.js';
import { type OwnedPartition, PauseReason } from './owned-partition.js';
import type { RecordReader } from './record-reader.js';
import { isSuspect, processEnded, type RunStarts, Start } from './run-starts.js';
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
  /** Something was tried, well or not: the work goes on. */
  tried(): void;
}

const none: ReadonlyMap<ReadItem, Failure> = new Map();
/** Of a message that runs alone: whoever takes its partition over believes after a while that its process is gone. */
const NO_TRIES_AT_ONCE: readonly number[] = [];

/**
 * Brings a chunk to its end, whatever happens: every item is committed, or its partition is overtaken or rests.
 *
 * A chunk that fails is split until the bad message stands alone, and that one is held. What is transient is tried
 * again, a few times at once, and then its partitions rest; where nobody reaches the database, all that is left of the
 * chunk rests with them. Never throws, never skips.
 *
 * Where a process has died, the messages that it may have died of run one by one, and the one that it did die of is held.
 * What was counted for that and did not come to its end, for no fault of a message, is taken back.
 */
export class ChunkRunner {
  private stopping = false;
  /** Set once the chunk in hand has found the database away: nothing more of it is tried. */
  private away: Failure | undefined;

  constructor(
    private readonly reader: RecordReader,
    private readonly transaction: Pick<ChunkTransaction, 'attempt'>,
    private readonly events: PartitionEvents,
    private readonly starts: Pick<RunStarts, 'firstChunk' | 'alone' | 'takeBack'>,
    private readonly random: () => number = Math.random,
  ) {}

  /** Begins nothing more: what is in hand ends, and the rest of the chunk is left to whoever has the partitions next. */
  stop(): void {
    this.stopping = true;
  }

  async run(items: readonly ChunkItem[]): Promise<void> {
    const { items: readable, unreadable } = await this.reader.read(items);
    if (unreadable.size > 0) this.events.rest(unreadable, PauseReason.registry, registryFailure);
    const messages = readable.flatMap(({ content }) => (content.kind === 'message' ? [content.message] : []));
    await traceChunk(readable.length, messages, () => this.bringAll(readable));
  }

  private async bringAll(items: readonly ReadItem[]): Promise<void> {
    const gone = new Set<OwnedPartition>();
    this.away = undefined;
    await this.countFirst(new Set(items.map(({ partition }) => partition)));
    const suspects = new Set(items.filter(isSuspect));
    for (const item of suspects) {
      const wasGone = gone.has(item.partition);
      await this.bringAlone(item, gone);
      if (!wasGone && gone.has(item.partition)) await this.trying(this.starts.takeBack([item.partition])); // others wait for it
    }
    await this.bring(items.filter((item) => !suspects.has(item)), gone, none);
    const left = items.filter(({ partition, next }) => !gone.has(partition) && partition.position < next);
    if (this.away && left.length > 0) this.rest(left, gone, this.away);
    await this.trying(this.starts.takeBack([...gone].filter(({ countedAt, position }) => countedAt === position)));
  }

  /** A database that does not answer now has the chunk rest: the next one is counted then. */
  private async countFirst(partitions: ReadonlySet<OwnedPartition>): Promise<void> {
    const first = [...partitions].filter(({ countedAt }) => countedAt === undefined);
    if (first.length === 0) return;
    try {
      await this.trying(this.starts.firstChunk(first));
    } catch {
      return;
    }
  }

  private async bringAlone(item: ReadItem, gone: Set<OwnedPartition>): Promise<void> {
    const { partition, content } = item;
    if (this.stopping) gone.add(partition);
    if (this.away || gone.has(partition)) return;
    if (content.kind !== 'message') return this.bring([item], gone, none);
    let start: Start;
    try {
      start = await this.trying(this.starts.alone(item));
    } catch (error) {
      return this.rest([item], gone, classify(error));
    }
    if (start === Start.overtaken) return this.overtaken(new Set([partition]), gone);
    if (start === Start.counted) return this.bring([item], gone, none, NO_TRIES_AT_ONCE);
    this.events.failedAlone(item, processEnded);
    await this.bring([item], gone, new Map([[item, processEnded]]));
  }

  /** @param gone partitions whose remaining items must not run, because an earlier one of them did not. */
  private async bring(
    items: readonly ReadItem[],
    gone: Set<OwnedPartition>,
    failed: ReadonlyMap<ReadItem, Failure>,
    delaysMs = inlineRetryDelaysMs,
  ): Promise<void> {
    for (let tries = 0; ; ) {
      const left = items.filter(({ partition }) => !gone.has(partition));
      if (this.away || left.length === 0) return;
      if (this.stopping && failed.size === 0) return left.forEach(({ partition }) => gone.add(partition));
      try {
        const attempt = await this.trying(this.transaction.attempt(left, failed));
        if (await this.isOver(attempt, left, gone)) return;
      } catch (error) {
        const { failure, culprit } = error as ChunkFailed;
        const delay = delaysMs[tries++];
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

  /** Each try of a chunk is a sign of life, so that a database which answers none of many is not taken for a lack of it. */
  private async trying<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      this.events.tried();
    }
  }

  private async isOver(attempt: Attempt, items: readonly ReadItem[], gone: Set<OwnedPartition>): Promise<boolean> {
    if (attempt.outcome === 'committed') {
      this.events.committed(items, attempt.counts);
      return true;
    }
    await this.overtaken(attempt.partitions, gone);
    return false;
  }

  private async overtaken(partitions: ReadonlySet<OwnedPartition>, gone: Set<OwnedPartition>): Promise<void> {
    for (const partition of partitions) gone.add(partition);
    await this.events.overtaken(partitions);
  }

  private rest(items: readonly ReadItem[], gone: Set<OwnedPartition>, failure: Failure): void {
    const partitions = new Set(items.map(({ partition }) => partition));
    for (const partition of partitions) gone.add(partition);
    if (failure.code === DATABASE_UNREACHABLE) this.away = failure;
    this.events.rest(partitions, PauseReason.database, failure);
  }
}

/** Why a partition with a record that cannot be read for now rests. */
export const registryFailure: Failure = {
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
