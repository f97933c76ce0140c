import { RecordRefused } from '@kervan/contracts';
import { CommandNotRunning, type DatabaseTransaction, OutputRefused, type Transactions } from '@kervan/messaging';
import { Logger } from '@nestjs/common';
import { DatabaseError } from 'pg';
import type { AnyCallType } from '../call/call-type.js';
import { forAPerson } from '../policy/next-act.js';
import type { CallStore } from '../store/call-store.js';
import type { Result } from '../store/outbound-call.js';
import { leaseMissed } from './outbound-metrics.js';
import { tellPersonNeeded, waitsForPerson } from './person-needed.js';
import { tellOutcome } from './telling.js';

const RETRY_MS = 500;

interface Entry {
  readonly result: Result;
  /** After this nothing is tried any more: the lease is over, and whoever finds that will ask. */
  readonly until: number;
  readonly recorded: () => void;
}

/**
 * Records results: the call, its attempt, its command and its messages commit together.
 *
 * Results that come while a transaction is under way share the next one. One that fails is recorded by itself, so that
 * it holds up no other. A result whose messages cannot be written waits for a person; one that cannot be recorded at
 * all is left to the end of its lease.
 */
export class Settlement {
  private readonly logger = new Logger('Outbound');
  private waiting: Entry[] = [];
  private busy = false;

  constructor(
    private readonly transactions: Pick<Transactions, 'run'>,
    private readonly store: Pick<CallStore, 'settle'>,
    private readonly types: ReadonlyMap<string, AnyCallType>,
  ) {}

  /** Resolves once the result is recorded, or given up. Never throws. */
  add(result: Result, leaseMs: number): Promise<void> {
    return new Promise((recorded) => {
      this.waiting.push({ result, until: performance.now() + leaseMs, recorded });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      if (await this.record(batch)) continue;
      for (const entry of batch) await this.record([entry]);
    }
    this.busy = false;
  }

  /** False when a batch failed as a whole and nothing of it is recorded. */
  private async record(batch: readonly Entry[]): Promise<boolean> {
    const results = batch.map(({ result }) => result);
    try {
      const applied = await this.transactions.run(async (db) => {
        const settled = await this.store.settle(db, results);
        await this.tell(db, [...settled]);
        return settled;
      });
      for (const { result, recorded } of batch) {
        this.report(result, applied.has(result));
        recorded();
      }
      return true;
    } catch (error) {
      const [only, ...others] = batch;
      if (others.length > 0) return false;
      if (only) this.retry(only, error);
      return true;
    }
  }

  /** Tells all outcomes side by side: what one waits for from the database, the others need not wait for. */
  private async tell(db: DatabaseTransaction, results: readonly Result[]): Promise<void> {
    const told = results.map(async ({ call, step: { outcome }, traceparent }) => {
      const type = this.types.get(call.type);
      if (outcome !== null && type) await tellOutcome(db, type, call, outcome, traceparent);
    });
    await Promise.allSettled(told); // nothing may still use the transaction once it is rolled back
    await Promise.all(told);
  }

  private retry(entry: Entry, error: unknown): void {
    const { call, step } = entry.result;
    if (performance.now() > entry.until) {
      this.logger.error({ msg: 'a result could not be recorded in the time of its lease', call: call.id, err: error });
      return entry.recorded();
    }
    let { result } = entry;
    if (cannotBeTold(error) && step.outcome !== null) {
      this.logger.error({ msg: 'an outcome cannot be told', call: call.id, type: call.type, err: error });
      const at = { now: entry.result.attempt.startedAt };
      result = { ...result, step: forAPerson(call.progress, at) };
    }
    setTimeout(() => {
      this.waiting.push({ ...entry, result });
      void this.drain();
    }, RETRY_MS);
  }

  private report({ call, step, attempt }: Result, applied: boolean): void {
    const facts = { call: call.id, type: call.type, result: attempt.result, reason: attempt.reason };
    if (!applied) {
      leaseMissed.add(1, { type: call.type });
      this.logger.warn({ msg: 'a result came after its lease: kept as evidence', ...facts });
    } else if (waitsForPerson(step)) {
      tellPersonNeeded(this.logger, facts);
    }
  }
}

/** Whether the error is about what is told, so that trying again changes nothing: SQLSTATE class 22, data exception. */
function cannotBeTold(error: unknown): boolean {
  if (error instanceof DatabaseError && error.code?.startsWith('22')) return true;
  return [RecordRefused, OutputRefused, CommandNotRunning, TypeError, RangeError, ReferenceError].some(
    (kind) => error instanceof kind,
  );
}
