import * as aside from './aside-statements.js';
import type { Queryable } from './queryable.js';
import { type CallRow, type NewCall, type Result, type TakenCall, takenCall } from './outbound-call.js';
import { endColumns, goOnColumns, newCallColumns, triedColumns } from './parameters.js';
import * as sql from './statements.js';

/** How calls of one target are taken. */
export interface Claim {
  readonly target: string;
  /** Those of its call types that the process knows; calls of others wait for a process that does. */
  readonly types: readonly string[];
  readonly slots: readonly string[];
  readonly atMost: number;
  readonly owner: string;
  readonly leaseMs: number;
  /** The lease that paces the target, and its rate; none when it has no limit. */
  readonly pace?: { readonly name: string; readonly perSecond: number };
}

/** The rows of outgoing calls. Runs on whatever connection it is given: a pool, or a transaction of the caller's. */
export class CallStore {
  constructor(private readonly statements: sql.OutboundStatements = sql.outboundStatements) {}

  /** Creates the leases that are not there yet. */
  async createLeases(db: Queryable, names: readonly string[]): Promise<void> {
    await db.query(sql.createLeases, [names]);
  }

  /**
   * Stores calls, in their order. Calls of one order key that are stored by two transactions at once wait for each
   * other, so that the older id is the one that commits first.
   */
  async insert(db: Queryable, calls: readonly NewCall[]): Promise<void> {
    const locked = db.query(sql.lockOrderKeys, [calls.map((c) => c.target), calls.map((c) => c.orderKey)]);
    const inserted = db.query(sql.insertCalls, newCallColumns(calls));
    await Promise.all([locked, inserted]);
  }

  /**
   * Takes due calls, each with a slot of the target, under a lease of the database's time; one statement that commits
   * by itself. Never waits for another replica.
   */
  async claim(db: Queryable, { target, types, slots, atMost, owner, leaseMs, pace }: Claim): Promise<TakenCall[]> {
    const values = [target, slots, atMost, owner, leaseMs, pace?.name ?? null, pace?.perSecond ?? 1, types];
    const askedAt = performance.now();
    return (await db.query<CallRow>(this.statements.claim, values)).map((row) => ({ ...takenCall(row), askedAt }));
  }

  /** Records results; gives back those that were applied. The others came after their lease: evidence. */
  settle(db: Queryable, results: readonly Result[]): Promise<ReadonlySet<Result>> {
    return record(db, this.statements.settle, results);
  }

  /** Locks calls whose lease has ended under the hands of their worker; of types that are not known a while later. */
  async findExpired(db: Queryable, types: readonly string[]): Promise<TakenCall[]> {
    return (await db.query<CallRow>(sql.findExpired, [types])).map(takenCall);
  }

  /** Records what becomes of calls whose lease has ended. */
  expire(db: Queryable, results: readonly Result[]): Promise<ReadonlySet<Result>> {
    return record(db, this.statements.expire, results);
  }

  /** Makes those calls of a target due that wait after a failure; tells how many there were. */
  async recall(db: Queryable, target: string): Promise<number> {
    return (await db.query(sql.recallCalls, [target])).length;
  }

  /** Puts calls aside that are due and wait behind others; tells how many of the oldest `looked` of each type were such. */
  async stepAside(db: Queryable, types: readonly string[], looked: number): Promise<number> {
    return (await db.query(aside.stepAside, [types, looked])).length;
  }

  /** Takes back the calls of a command; true when there were some, and all of them could be. */
  async withdraw(db: Queryable, commandId: string): Promise<boolean> {
    const withdrawn = await db.query<{ id: string }>(sql.withdrawCalls, [commandId]);
    await release(db, withdrawn.map(({ id }) => id));
    return withdrawn.length > 0;
  }
}

async function record(
  db: Queryable,
  { end, goOn }: sql.Settling,
  results: readonly Result[],
): Promise<ReadonlySet<Result>> {
  const ending = results.filter(({ step }) => step.outcome !== null);
  const goingOn = results.filter(({ step }) => step.outcome === null);
  const [ended, goneOn] = await Promise.all([
    ending.length === 0 ? [] : db.query<Lease>(end, endColumns(ending)),
    goingOn.length === 0 ? [] : db.query<Lease>(goOn, goOnColumns(goingOn)),
  ]);
  await release(db, ended.map(({ id }) => id));
  const settled = new Set([...ended, ...goneOn].map(leaseName));
  const isSettled = ({ call: { id, leaseVersion: version } }: Result): boolean => settled.has(leaseName({ id, version }));
  const late = results.filter((result) => !isSettled(result));
  if (late.length > 0) await db.query(sql.keepEvidence, triedColumns(late));
  return new Set(results.filter(isSettled));
}

/** Under which a call was taken: two results of one call, of which one is late, may be recorded together. */
interface Lease {
  readonly id: string;
  readonly version: number;
}

function leaseName({ id, version }: Lease): string {
  return `${id}/${version}`;
}

/** Has those come forward that were put aside behind calls which this transaction has ended. */
async function release(db: Queryable, ended: readonly string[]): Promise<void> {
  if (ended.length > 0) await db.query(aside.releaseNext, [ended]);
}
