import type { Health } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import type { Target } from '../call/target.js';
import type { CallStore } from '../store/call-store.js';
import { paceName, slotNames } from './lease-names.js';
import type { LeaseSweep } from './lease-sweep.js';
import type { GateState } from './target-gate.js';
import { TargetWorker, type WorkerParts } from './target-worker.js';

const PROGRESS_LIMIT_MS = 90_000;
const DRAIN_LIMIT_MS = 20_000;

/** Parts that the worker as a whole needs beside those of each target. */
export interface OutboundWorkerParts extends Omit<WorkerParts, 'store'> {
  readonly store: Pick<CallStore, 'claim' | 'recall' | 'stepAside' | 'createLeases'>;
  readonly sweep: LeaseSweep;
  /** How often leases that have ended are looked for, one look at a time; milliseconds. */
  readonly sweepMs: number;
}

/**
 * Carries out the outgoing calls of this service, in every replica at once: rows, slots and leases keep them apart.
 *
 * Stopping takes no more calls and waits up to 20 s for those under way; one that is cut off all the same becomes
 * unknown when its lease ends.
 */
export class OutboundWorker {
  private readonly logger = new Logger('Outbound');
  private readonly workers: readonly TargetWorker[];
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly targets: readonly Target[],
    private readonly parts: OutboundWorkerParts,
  ) {
    this.workers = targets.map((target) => new TargetWorker(target, parts));
  }

  async start(): Promise<void> {
    const paced = this.targets.filter(({ ratePerSecond }) => ratePerSecond !== undefined);
    await this.parts.store.createLeases(this.parts.db, [...this.targets.flatMap(slotNames), ...paced.map(paceName)]);
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep().finally(() => (this.sweeping = undefined));
    }, this.parts.sweepMs);
    for (const worker of this.workers) worker.start();
  }

  /** Looks for due calls now. */
  wake(): void {
    for (const worker of this.workers) worker.wake();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    const drained = Promise.all([this.sweeping, ...this.workers.map((worker) => worker.stop())]);
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, DRAIN_LIMIT_MS);
    });
    await Promise.race([drained, late]).finally(() => clearTimeout(limit));
  }

  /** What keeps this process from calling a target, if anything. */
  gateOf(target: Target): GateState | undefined {
    return this.workers.find((worker) => worker.target === target)?.state;
  }

  /** Live as long as the loop of every target goes round. */
  health(): Health {
    const oldest = Math.min(...this.workers.map(({ lastRound }) => lastRound));
    return performance.now() - oldest < PROGRESS_LIMIT_MS ? { ok: true } : { ok: false, reason: 'outbound-no-progress' };
  }

  private async sweep(): Promise<void> {
    try {
      if ((await this.parts.sweep.run()) > 0) this.wake();
    } catch (error) {
      this.logger.warn({ msg: 'ended leases could not be looked for', err: error });
    }
  }
}
