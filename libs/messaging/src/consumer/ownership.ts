import type { LogBounds } from '../kafka/log-bounds.js';
import { type PartitionName, partitionKey } from '../kafka/partition-name.js';
import { OwnedPartition } from './owned-partition.js';
import type { Position, ProgressStore } from './progress-store.js';

/** Partition numbers by topic, as a group's member is assigned them. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

/** Tells what the log holds of each partition. */
export type ReadLogBounds = (partitions: readonly PartitionName[]) => Promise<ReadonlyMap<string, LogBounds>>;

/** Which partitions this member owns, with their positions from the database. */
export class Ownership {
  private partitions = new Map<string, OwnedPartition>();

  constructor(
    private readonly progress: ProgressStore,
    private readonly logBounds: ReadLogBounds,
  ) {}

  get all(): readonly OwnedPartition[] {
    return [...this.partitions.values()];
  }

  /** The numbers of the owned partitions, which are the outbox lanes owned. */
  get numbers(): ReadonlySet<number> {
    return new Set(this.all.map(({ number }) => number));
  }

  find(topic: string, number: number): OwnedPartition | undefined {
    return this.partitions.get(partitionKey({ topic, number }));
  }

  /** Whether it is owned now: what is in hand may be of an earlier assignment, of the same partition or not. */
  owns(partition: OwnedPartition): boolean {
    return this.find(partition.topic, partition.number) === partition;
  }

  /** Records that are still to be taken, by topic. @throws when the cluster does not answer. */
  async lag(): Promise<ReadonlyMap<string, number>> {
    const owned = this.all;
    const bounds = await this.logBounds(owned);
    const lags = new Map<string, number>();
    for (const partition of owned) {
      const { end } = bounds.get(partitionKey(partition)) ?? { end: partition.position };
      const behind = Math.max(0, Number(end - partition.position));
      lags.set(partition.topic, (lags.get(partition.topic) ?? 0) + behind);
    }
    return lags;
  }

  /** Owns nothing from here on. */
  giveUp(): void {
    this.partitions = new Map();
  }

  /**
   * Owns what the assignment names, at the positions that the database has.
   *
   * A partition that this consumer never had starts at the earliest record that the log holds.
   *
   * @returns false, and owns nothing of it, when {@link giveUp} was called before the database had answered.
   */
  async take(assignment: Assignment): Promise<boolean> {
    const before = this.partitions;
    const names = Object.entries(assignment).flatMap(([topic, numbers]) => numbers.map((number) => ({ topic, number })));
    const positions = await this.positionsOf(names);
    if (this.partitions !== before) return false;
    this.partitions = new Map(positions.map((one) => [partitionKey(one), owned(one)]));
    return true;
  }

  /** Those whose position in the database is not what this owner last read or wrote. */
  async moved(): Promise<ReadonlySet<OwnedPartition>> {
    const own = this.all;
    const positions = new Map((await this.progress.read(own)).map((one) => [partitionKey(one), one.next]));
    return new Set(own.filter((one) => !one.pauseReason && positions.get(partitionKey(one)) !== one.position));
  }

  /** Learns where others have moved the positions to. */
  async reread(partitions: ReadonlySet<OwnedPartition>): Promise<void> {
    const known = await this.progress.read([...partitions]);
    const isMissing = known.length < partitions.size;
    const positions = isMissing ? await this.positionsOf([...partitions]) : known;
    const byName = new Map(positions.map((one) => [partitionKey(one), one.next]));
    for (const partition of partitions) {
      partition.position = byName.get(partitionKey(partition)) ?? partition.position;
    }
  }

  private async positionsOf(names: readonly PartitionName[]): Promise<Position[]> {
    const known = new Set((await this.progress.read(names)).map(partitionKey));
    const unknown = names.filter((name) => !known.has(partitionKey(name)));
    const bounds = unknown.length > 0 ? await this.logBounds(unknown) : new Map<string, LogBounds>();
    return this.progress.assign(names.map((name) => ({ ...name, earliest: bounds.get(partitionKey(name))?.first ?? 0n })));
  }
}

function owned({ topic, number, next, starts, startedAlone }: Position): OwnedPartition {
  return new OwnedPartition(topic, number, next, starts, startedAlone);
}
