import { SingletonJobs } from '@kervan/messaging';
import { Injectable } from '@nestjs/common';
import { forgetReceivables } from '../receivables/receivable.repository.js';
import { forgetPayers } from './forget-payers.js';

const EVERY_MS = 60 * 60 * 1_000;

/** Looks every hour, in one replica, for receivables and payers that have been kept long enough. */
@Injectable()
export class RetentionJobs {
  constructor(jobs: SingletonJobs, payerDays: number) {
    jobs.add({ name: 'retention/receivable', everyMs: EVERY_MS, step: forgetReceivables });
    jobs.add({ name: 'retention/payer', everyMs: EVERY_MS, step: (db) => forgetPayers(db, payerDays) });
  }
}
