import { Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { Signal } from '../outbox/signal.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import type { Transactions } from '../transaction/transactions.js';
import { Lease } from './lease.js';

/** Work that comes again and again, and that one process of a service does for all. */
export interface Job {
  /** Names its lease; unique within a service. */
  readonly name: string;
  /** From the end of a round to the begin of the next; milliseconds. */
  readonly everyMs: number;
  /**
   * Does a part of the work in one transaction, in no more than a few seconds, and tells how many things it did; the
   * round goes on until that is 0. Must be idempotent.
   */
  step(db: DatabaseTransaction): Promise<number>;
  /** Called after each step that did something, once it is committed. */
  committed?(count: number): void;
}

const meter = metrics.getMeter('@kervan/messaging');
const doneCounter = meter.createCounter('kervan.job.done', { description: 'Things done by jobs, by job.' });
const failureCounter = meter.createCounter('kervan.job.failures', { description: 'Rounds that failed, by job.' });

/**
 * Does a job in one replica at a time: the first round at once, then one each `everyMs`.
 *
 * A lease, held in the transaction of each step, keeps replicas apart; it stays with its holder, and goes to another
 * once it was given back or two rounds were missed. A round that fails is logged and counted; the next does its work.
 */
export class SingletonJob {
  private readonly logger = new Logger(SingletonJob.name);
  private readonly lease: Lease;
  private readonly wake = new Signal();
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly transactions: Pick<Transactions, 'run'>,
    private readonly job: Job,
  ) {
    this.lease = new Lease(job.name, 2 * job.everyMs);
  }

  start(): void {
    this.loop = this.run();
  }

  /** Ends after the step in hand, and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake.raise();
    await this.loop;
    await this.transactions.run((db) => this.lease.giveBack(db)).catch(() => undefined);
  }

  /** Does one round, where the lease allows it. Never throws. */
  async round(): Promise<void> {
    const { name } = this.job;
    try {
      while (!this.stopping) {
        const count = await this.transactions.run(async (db) => ((await this.lease.hold(db)) ? this.job.step(db) : 0));
        if (count === 0) return;
        doneCounter.add(count, { job: name });
        this.job.committed?.(count);
      }
    } catch (error) {
      failureCounter.add(1, { job: name });
      this.logger.warn({ msg: 'a round of a job failed; the next does its work', job: name, err: error });
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.round();
      await this.wake.next(this.job.everyMs);
    }
  }
}
