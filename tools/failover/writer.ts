import { setTimeout as delay } from 'node:timers/promises';
import type { RecordSender } from '../kafka-client/client-door.js';
import { batchOf } from './stock-records.js';

const PAUSE_MS = 40;
const RETRY_MS = 500;

/**
 * Writes batch after batch to a topic, as the outbox's sender does: one in flight, and again until it is acknowledged.
 */
export class Writer {
  private stopping = false;
  private running: Promise<void> | undefined;
  private acknowledgedAt = performance.now();
  /** Batches of which every record was acknowledged. */
  acknowledged = 0;
  /** How often a batch had to be sent again from here, because the client had given up. */
  givenUp = 0;
  /** The longest time between two acknowledgements, milliseconds. */
  longestWaitMs = 0;

  constructor(
    private readonly sender: RecordSender,
    private readonly topic: string,
  ) {}

  start(): void {
    this.acknowledgedAt = performance.now();
    this.running = this.write();
  }

  /** Ends with the batch under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
    await this.sender.close();
  }

  private async write(): Promise<void> {
    while (!this.stopping) {
      const records = batchOf(this.topic, this.acknowledged);
      while (!(await this.isSent(records))) await delay(RETRY_MS);
      const now = performance.now();
      this.longestWaitMs = Math.max(this.longestWaitMs, now - this.acknowledgedAt);
      this.acknowledgedAt = now;
      this.acknowledged += 1;
      await delay(PAUSE_MS);
    }
  }

  private async isSent(records: ReturnType<typeof batchOf>): Promise<boolean> {
    try {
      await this.sender.send(records);
      return true;
    } catch {
      this.givenUp += 1;
      return false;
    }
  }
}
