import { randomUUID } from 'node:crypto';
import { Transactions } from '@kervan/messaging';
import { Lifecycle } from '@kervan/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { holdLease } from './lease.js';
import { CONFIRM_WITHIN_MINUTES, republishUnconfirmed } from './republish.js';

const EVERY_MS = 60_000;
const LEASE_SECONDS = 120;

/**
 * The end-to-end receipt: no accepted sale stays unknown to the orchestrator.
 *
 * Looks once a minute, in one of the replicas at a time. What it publishes again is counted and logged as an error: a
 * message has been lost or is long delayed. A look that fails is repeated by the next.
 */
@Injectable()
export class ConfirmReceiptJob {
  private readonly logger = new Logger(ConfirmReceiptJob.name);
  private readonly owner = randomUUID();
  private readonly republished = metrics.getMeter('pos-ingest').createCounter('kervan_pos_sales_republished', {
    description: `Sales published again because nobody had confirmed them for ${CONFIRM_WITHIN_MINUTES} minutes`,
  });
  private timer?: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly transactions: Transactions,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onStart('workers', 'confirm receipt', () => {
      this.timer = setInterval(() => {
        this.looking = this.looking.then(() => this.look());
      }, EVERY_MS);
    });
    lifecycle.onStop('workers', 'confirm receipt', async () => {
      clearInterval(this.timer);
      await this.looking;
    });
  }

  /** Looks once. Never throws. */
  async look(): Promise<void> {
    try {
      const count = await this.transactions.run(async (db) => {
        const mine = await holdLease(db, 'confirm-receipt', this.owner, LEASE_SECONDS);
        return mine ? republishUnconfirmed(db) : 0;
      });
      if (count === 0) return;
      this.republished.add(count);
      this.logger.error({ msg: 'sales were not confirmed in time and are published again', count });
    } catch (error) {
      this.logger.warn({ msg: 'could not look for unconfirmed sales; the next look will', err: error });
    }
  }
}
