import type { TopicPartitionOffsetAndMetadata } from 'kafkajs';

/** Milliseconds between a position's commit in the database and its copy in Kafka. */
const COMMIT_DELAY_MS = 250;

/**
 * Copies positions to Kafka's own offsets, late and in bulk.
 *
 * Lag tools read them, and a member's first fetch starts there; nothing depends on them. What fails is given up: the
 * next one of the partition says more.
 */
export class OffsetCommits {
  private readonly pending = new Map<string, TopicPartitionOffsetAndMetadata>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly commit: (offsets: TopicPartitionOffsetAndMetadata[]) => Promise<void>) {}

  note(topic: string, partition: number, next: bigint): void {
    this.pending.set(`${topic} ${partition}`, { topic, partition, offset: String(next) });
    this.timer ??= setTimeout(() => void this.flush(), COMMIT_DELAY_MS);
  }

  /** Commits what is pending, once what is under way has ended. Never throws. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
    if (this.pending.size === 0) return;
    const offsets = [...this.pending.values()];
    this.pending.clear();
    this.running = this.commit(offsets).catch(() => undefined);
    await this.running;
  }

  /** Forgets what is pending: another member may own the partitions. */
  forget(): void {
    this.pending.clear();
  }
}
