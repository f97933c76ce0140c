import { type SingletonJob, SingletonJobs } from '@kervan/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { CONFIRM_WITHIN_MINUTES, republishUnconfirmed } from './republish.js';

const EVERY_MS = 60_000;

/**
 * The end-to-end receipt: no accepted sale stays unknown to the orchestrator.
 *
 * Looks once a minute, in one of the replicas at a time. What it publishes again is counted and logged as an error: a
 * message has been lost or is long delayed. A look that fails is repeated by the next.
 */
@Injectable()
export class ConfirmReceiptJob {
  private readonly logger = new Logger(ConfirmReceiptJob.name);
  private readonly republished = metrics.getMeter('pos-ingest').createCounter('kervan_pos_sales_republished', {
    description: `Sales published again because nobody had confirmed them for ${CONFIRM_WITHIN_MINUTES} minutes`,
  });

  private readonly job: SingletonJob;

  constructor(jobs: SingletonJobs) {
    this.job = jobs.add({
      name: 'confirm-receipt',
      everyMs: EVERY_MS,
      step: republishUnconfirmed,
      committed: (count) => this.tell(count),
    });
  }

  /** Looks once, out of turn. Never throws. */
  look(): Promise<void> {
    return this.job.round();
  }

  private tell(count: number): void {
    this.republished.add(count);
    this.logger.error({ msg: 'sales were not confirmed in time and are published again', count });
  }
}
