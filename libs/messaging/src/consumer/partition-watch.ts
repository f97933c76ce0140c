import { Logger } from '@nestjs/common';
import type { Health } from '@kervan/service-host';
import { partitionKey } from '../kafka/partition-name.js';
import { type LivenessLimits, livenessLimits } from './liveness-limits.js';
import type { OwnedPartition } from './owned-partition.js';
import type { ReadLogBounds } from './ownership.js';

/** What a watch sees of a consumer. */
export interface Watched {
  /** The partitions that are owned now. */
  owned(): readonly OwnedPartition[];
  /** Whether records of a partition have been fetched and wait for their turn, or are being handled. */
  isInHand(partition: OwnedPartition): boolean;
  readonly logBounds: ReadLogBounds;
}

/** A partition as it was when it was first seen to have records that nobody fetched. */
interface Lag {
  readonly position: bigint;
  readonly rests: number;
  readonly since: number;
}

/**
 * Notices a partition that is owned, has records and is not fetched, while all looks well: the consumer then counts as
 * dead, since only a new assignment helps.
 *
 * Looks at the log every 15 s, driven by the consumer's signs of life. A partition that is paused, in hand, or had to rest
 * has a reason. While the cluster does not answer nothing is known, and nobody is accused: an outage is no lack of life.
 */
export class PartitionWatch {
  private readonly logger = new Logger(PartitionWatch.name);
  private lags = new Map<OwnedPartition, Lag>();
  private dueAt: number;

  constructor(
    private readonly watched: Watched,
    private readonly limits: Pick<LivenessLimits, 'lookEveryMs' | 'stallAfterMs'> = livenessLimits,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.dueAt = this.now() + this.limits.lookEveryMs;
  }

  /** A sign of life: looks when it is time. */
  beat(): void {
    if (this.now() < this.dueAt) return;
    this.dueAt = Infinity;
    void this.look().finally(() => {
      this.dueAt = this.now() + this.limits.lookEveryMs;
    });
  }

  /** Compares the owned partitions with their logs once. Never throws. */
  async look(): Promise<void> {
    const owned = this.watched.owned();
    try {
      const bounds = await this.watched.logBounds(owned);
      const lagging = owned.filter(
        (one) => this.isIdle(one) && one.position < (bounds.get(partitionKey(one))?.end ?? 0n),
      );
      this.lags = new Map(lagging.map((one) => [one, this.lagOf(one)]));
      this.report();
    } catch (error) {
      this.lags.clear();
      this.logger.warn({ msg: 'partitions could not be compared with their logs', err: error });
    }
  }

  health(): Health {
    return this.stalled.length === 0 ? { ok: true } : { ok: false, reason: 'partition-without-progress' };
  }

  private get stalled(): readonly OwnedPartition[] {
    const owned = new Set(this.watched.owned());
    return [...this.lags].flatMap(([partition, lag]) => {
      const isStalled = owned.has(partition) && this.isIdle(partition) && isSame(partition, lag);
      return isStalled && this.now() - lag.since > this.limits.stallAfterMs ? [partition] : [];
    });
  }

  private isIdle(partition: OwnedPartition): boolean {
    return !partition.pauseReason && !this.watched.isInHand(partition);
  }

  private lagOf(partition: OwnedPartition): Lag {
    const known = this.lags.get(partition);
    if (known && isSame(partition, known)) return known;
    return { position: partition.position, rests: partition.rests, since: this.now() };
  }

  private report(): void {
    for (const { topic, number, position } of this.stalled) {
      this.logger.error({
        msg: 'a partition is owned, has records and is not fetched', topic, partition: number, position: String(position),
      });
    }
  }
}

function isSame({ position, rests }: OwnedPartition, lag: Lag): boolean {
  return position === lag.position && rests === lag.rests;
}
