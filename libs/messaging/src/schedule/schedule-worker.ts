import { Logger } from '@nestjs/common';
import { Header } from '../message/headers.js';
import { Signal } from '../outbox/signal.js';
import type { Transactions } from '../transaction/transactions.js';
import { scheduleStatements, type ScheduleStatements } from './schedule-statements.js';

/** Values of the worker; milliseconds, messages. */
export const schedulePolicy = { everyMs: 250, batch: 500, aliveMs: 90_000 } as const;

/**
 * Moves scheduled messages that are due, by the database's clock, into the outbox: each once, whoever moves it.
 *
 * May run in any number of replicas. A message comes no earlier than its time, as a rule within half a second of it.
 */
export class ScheduleWorker {
  private readonly logger = new Logger(ScheduleWorker.name);
  private readonly stopped = new Signal();
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();
  private movedAt = performance.now();

  constructor(
    private readonly transactions: Transactions,
    private readonly statements: ScheduleStatements = scheduleStatements,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopped.raise();
    await this.loop;
  }

  /** Whether it still looks for due messages: within 90 s, well or not. */
  isAlive(): boolean {
    return performance.now() - this.movedAt < schedulePolicy.aliveMs;
  }

  /** Moves one batch, in one transaction, and returns how many there were. */
  async moveDue(): Promise<number> {
    const db = await this.transactions.begin();
    try {
      const due = await this.statements.takeDue(db, schedulePolicy.batch);
      const time = new Date().toISOString();
      for (const output of due) db.copy({ ...output, headers: { ...output.headers, [Header.time]: time } });
      await db.commit();
      return due.length;
    } catch (error) {
      await db.rollback();
      throw error;
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const moved = await this.moveDue().catch((error: unknown) => {
        this.logger.warn({ msg: 'due messages could not be moved, trying again', err: error });
        return 0;
      });
      this.movedAt = performance.now();
      if (moved < schedulePolicy.batch) await this.stopped.next(schedulePolicy.everyMs);
    }
  }
}
