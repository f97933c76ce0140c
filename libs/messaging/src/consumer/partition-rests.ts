import { Logger } from '@nestjs/common';
import { consumptionMetrics } from './consumption-metrics.js';
import type { Failure } from './failure.js';
import type { KafkaIntake } from './kafka-intake.js';
import { type OwnedPartition, PauseReason } from './owned-partition.js';
import type { Ownership } from './ownership.js';
import { restDelaysMs } from './retry-policy.js';

/** A partition of which nothing is taken for now. */
export interface PausedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly reason: PauseReason;
}

/**
 * Which of a consumer's partitions rest, and until when.
 *
 * A partition that rests for another reason already, or is not owned any more, is left as it is.
 */
export class PartitionRests {
  private readonly logger = new Logger(PartitionRests.name);

  constructor(
    private readonly consumer: string,
    private readonly ownership: Pick<Ownership, 'all' | 'owns'>,
    private readonly intake: Pick<KafkaIntake, 'pause' | 'resume'>,
  ) {}

  /** What is paused, and why; for health pages. */
  get pauses(): readonly PausedPartition[] {
    return this.ownership.all.flatMap(({ topic, number, pauseReason }) =>
      pauseReason ? [{ topic, partition: number, reason: pauseReason }] : [],
    );
  }

  /** Lets partitions rest, each the longer the oftener it did since something of it was done. */
  rest(partitions: Iterable<OwnedPartition>, reason: PauseReason): void {
    for (const partition of partitions) {
      const ms = restDelaysMs[Math.min(partition.rests, restDelaysMs.length - 1)]!;
      if (this.pause(partition, reason, ms)) partition.rests += 1;
    }
  }

  /** {@link rest}, and tells why. */
  restBecause(partitions: ReadonlySet<OwnedPartition>, reason: PauseReason, { code, detail }: Failure): void {
    this.logger.warn({ msg: 'partitions rest', reason, code, detail, partitions: partitions.size });
    this.rest(partitions, reason);
  }

  /** Over half of the latest messages have failed: rather a bad release than bad messages, of which there may be many. */
  restAllWhileFailing(ms: number): void {
    this.logger.warn({ msg: 'most messages fail: all partitions rest', restMs: ms });
    for (const partition of this.ownership.all) this.pause(partition, PauseReason.failing, ms);
  }

  /** The log no longer holds the next record: what was between is gone, and only a person can say what that means. */
  stopWhereLost(partition: OwnedPartition, found: bigint): void {
    const { topic, number, position } = partition;
    partition.paused = PauseReason.positionLost;
    this.intake.pause(partition);
    consumptionMetrics.paused(this.consumer, PauseReason.positionLost);
    this.logger.error({
      msg: 'the log no longer holds the position of a partition; it stays stopped until a person decides',
      topic, partition: number, position: String(position), found: String(found),
    });
  }

  private pause(partition: OwnedPartition, reason: PauseReason, ms: number): boolean {
    if (partition.paused || !this.ownership.owns(partition)) return false;
    partition.paused = reason;
    consumptionMetrics.paused(this.consumer, reason);
    this.intake.pause(partition);
    setTimeout(() => this.resume(partition), ms).unref();
    return true;
  }

  private resume(partition: OwnedPartition): void {
    if (!this.ownership.owns(partition)) return;
    partition.paused = undefined;
    this.intake.resume(partition);
  }
}
