import type { Transactions } from '../transaction/transactions.js';
import { type Job, SingletonJob } from './singleton-job.js';

/**
 * The jobs of a service that one of its replicas does for all.
 *
 * They start and stop with the service's workers: add them before, at best in a constructor.
 */
export class SingletonJobs {
  private readonly jobs: SingletonJob[] = [];

  constructor(private readonly transactions: Pick<Transactions, 'run'>) {}

  /** Adds a job. @returns it, so that a round can be asked for out of turn. */
  add(job: Job): SingletonJob {
    const added = new SingletonJob(this.transactions, job);
    this.jobs.push(added);
    return added;
  }

  start(): void {
    for (const job of this.jobs) job.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.jobs.map((job) => job.stop()));
  }
}
