import { randomUUID } from 'node:crypto';
import { CallStore, Claiming, ended, type NewCall, queryable, type Result, type TakenCall } from '@kervan/outbound/parts';
import type { Pool } from 'pg';
import { percentile } from '../measure/statistics.js';
import { TARGET, TYPE } from './queue.js';

/** Slots of the target: as many calls are taken at once. */
export const SLOTS = 16;
const LEASE_MS = 40_000;

/** What one round came to. */
export interface ClaimRound {
  /** Milliseconds of one claim. */
  readonly p50: number;
  readonly p95: number;
  /** Calls a second that were stored, taken and settled, one worker alone. */
  readonly perSecond: number;
}

export const claim = {
  target: TARGET,
  types: [TYPE],
  slots: Array.from({ length: SLOTS }, (_, index) => `outbound/${TARGET}/slot/${index + 1}`),
  atMost: SLOTS,
  owner: 'bench',
  leaseMs: LEASE_MS,
};

/** One worker's way: calls are taken, settled as done, and as many stored anew, so that the queue keeps its length. */
export class ClaimWork {
  private readonly store = new CallStore();
  private readonly db;
  private readonly claiming;

  constructor(private readonly pool: Pool) {
    this.db = queryable(pool);
    this.claiming = new Claiming(this.store, this.db, claim);
  }

  async prepare(): Promise<void> {
    await this.store.createLeases(this.db, claim.slots);
  }

  /** @throws when a claim finds nothing: what is measured is then no queue. */
  async round(cycles: number): Promise<ClaimRound> {
    const times: number[] = [];
    let calls = 0;
    const began = performance.now();
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const from = performance.now();
      const taken = await this.claiming.take(SLOTS);
      times.push(performance.now() - from);
      if (taken.length === 0) throw new Error('no call could be taken');
      await this.settle(taken);
      await this.refill(taken);
      calls += taken.length;
    }
    const seconds = (performance.now() - began) / 1_000;
    return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), perSecond: calls / seconds };
  }

  private async settle(taken: readonly TakenCall[]): Promise<void> {
    const results = taken.map((call): Result => {
      const step = ended(call.progress, { kind: 'done', result: { number: 1 } });
      const attempt = { act: 'send', startedAt: call.seenAt, finishedAt: call.seenAt, result: 'done', reason: null } as const;
      return { call, step, attempt: { ...attempt, request: null, response: null }, traceparent: undefined };
    });
    await this.store.settle(this.db, results);
  }

  private async refill(taken: readonly TakenCall[]): Promise<void> {
    const calls = taken.map(({ type, orderKey, data, cause }): NewCall => {
      return { target: TARGET, type, orderKey, repeatKey: randomUUID(), commandId: null, data, cause };
    });
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await this.store.insert(queryable(client), calls);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }
}
