import { Logger } from '@nestjs/common';
import { Signal } from '../outbox/signal.js';
import type { BatchRunner } from './batch-runner.js';

/** How often it is looked for batches that other replicas were given; milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Between two looks while another replica has the batch in hand; milliseconds. */
const LEAST_REST_MS = 20;

/** Carries batches out for as long as the service runs; may run in any number of replicas. */
export class BatchWorker {
  private readonly logger = new Logger(BatchWorker.name);
  private readonly signal = new Signal();
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly runner: Pick<BatchRunner, 'step'>) {}

  start(): void {
    this.loop = this.run();
  }

  /** Ends after the thing in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.signal.raise();
    await this.loop;
  }

  /** A batch was ordered here: its first thing need not wait for the next look. */
  wake(): void {
    this.signal.raise();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const restMs = await this.step();
      if (restMs > 0) await this.signal.next(restMs);
    }
  }

  private async step(): Promise<number> {
    try {
      const step = await this.runner.step();
      if (step.worked) return 0;
      return Math.max(LEAST_REST_MS, Math.min(step.restMs ?? LOOK_EVERY_MS, LOOK_EVERY_MS));
    } catch (error) {
      this.logger.warn({ msg: 'a batch could not go on, trying again', err: error });
      return LOOK_EVERY_MS;
    }
  }
}
