import { type SingletonJob, SingletonJobs } from '@kervan/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { INGRESS_ORDERS, type IngressOrders } from './ingress-orders.js';
import { republishUnconfirmed } from './republish.js';

const EVERY_MS = 60_000;

const republished = metrics.getMeter('@kervan/ingress').createCounter('kervan.ingress.republished', {
  description: 'Orders published again because nobody had confirmed them in time, at first within 15 minutes.',
});

/**
 * The end-to-end receipt: no accepted order stays unknown to the orchestrator.
 *
 * Looks once a minute, in one of the replicas at a time. What it publishes again is counted and logged as an error: a
 * message has been lost or is long delayed. A look that fails is repeated by the next.
 */
@Injectable()
export class ConfirmReceiptJob {
  private readonly logger = new Logger(ConfirmReceiptJob.name);
  private readonly job: SingletonJob;

  constructor(jobs: SingletonJobs, @Inject(INGRESS_ORDERS) orders: IngressOrders) {
    this.job = jobs.add({
      name: 'confirm-receipt',
      everyMs: EVERY_MS,
      step: (db) => republishUnconfirmed(db, orders),
      committed: (count) => this.tell(count),
    });
  }

  /** Looks once, out of turn. Never throws. */
  look(): Promise<void> {
    return this.job.round();
  }

  private tell(count: number): void {
    republished.add(count);
    this.logger.error({ msg: 'orders were not confirmed in time and are published again', count });
  }
}
