import type { BatchItem, BatchKind, ItemOutcome } from '../batch/batch-kind.js';
import type { BatchDesk, Batches, BatchSummary } from '../batch/batches.js';
import type { Queryable } from '../transaction/output-statements.js';
import { letRun } from './held-act-statements.js';
import type { HeldFilter } from './held-filter.js';
import { HELD_SUBJECT, HeldState, orderIdOf } from './held-message.js';
import { type Actor, isResolved } from './held-messages.js';
import {
  type CauseCount, countCauses, countHeld, findHeld, type HeldSummary, readClock, selectHeld, summariesOf,
} from './held-queries.js';

/** What would be redriven. */
export interface RedrivePreview {
  /** By the clock of the database; none is told that became dead later. */
  readonly asOf: string;
  readonly total: number;
  /** How many of them would be skipped, because they came back again and again. */
  readonly loopGuarded: number;
  readonly byCause: readonly CauseCount[];
  /** The first ten, in the order in which they would be redriven. */
  readonly first: readonly HeldSummary[];
}

/** What a person wants to be redriven: dead messages, unless the filter tells the state. */
export interface RedriveOrder extends Actor {
  /** Of the batch; the same order again under the same id is one batch. */
  readonly id?: string | undefined;
  readonly filter: HeldFilter;
  readonly perSecond: number;
  /** Also what came back again and again. */
  readonly force: boolean;
}

/** After so many redrives in a row from which it came back with the same cause, a message is left alone. */
export const LOOP_GUARD_RETURNS = 3;
const SHOWN = 10;

/** Redrives of many held messages: counted before, at a pace, and not again and again while their cause is there. */
export class HeldRedrives {
  readonly desk: BatchDesk<HeldFilter>;

  constructor(
    private readonly consumer: string,
    private readonly db: Queryable,
    batches: Batches,
  ) {
    const kind: BatchKind<HeldFilter> = {
      name: 'held-redrive',
      subjectKind: HELD_SUBJECT,
      select: async (on, filter, limit) => (await selectHeld(on, consumer, filter, limit)).map((id) => ({ id })),
      act: (on, item) => this.redrive(on, item),
    };
    this.desk = batches.add(kind);
  }

  /** Changes nothing. */
  async preview(filter: HeldFilter): Promise<RedrivePreview> {
    const { db, consumer } = this;
    const asOf = await readClock(db);
    const dead = deadUnlessTold(filter);
    const wanted = dead.state === HeldState.dead ? { deadTo: asOf, ...dead } : dead;
    const { total, returned } = await countHeld(db, consumer, wanted, LOOP_GUARD_RETURNS);
    const byCause = await countCauses(db, consumer, wanted);
    const first = await summariesOf(db, await selectHeld(db, consumer, wanted, SHOWN));
    return { asOf, total, loopGuarded: returned, byCause, first };
  }

  /** @throws {Problem} 422 `batch-too-large`, 409 `batch-conflict`. */
  order({ filter, force, ...order }: RedriveOrder): Promise<BatchSummary> {
    return this.desk.create({ ...order, act: 'redrive', filter: deadUnlessTold(filter), options: { force } });
  }

  private async redrive(on: Queryable, { subjectId, options }: BatchItem): Promise<ItemOutcome> {
    const row = await findHeld(on, this.consumer, subjectId, { lock: true });
    if (!row) return { outcome: 'skipped', code: 'not-found' };
    if (isResolved(row)) return { outcome: 'skipped', code: 'already-resolved' };
    if (row.returns >= LOOP_GUARD_RETURNS && options.force !== true) return { outcome: 'skipped', code: 'loop-guard' };
    await letRun(on, subjectId);
    return { outcome: 'done', detail: { cause: row.cause_code, orderId: orderIdOf(row.key) } };
  }
}

function deadUnlessTold(filter: HeldFilter): HeldFilter {
  return { state: HeldState.dead, ...filter };
}
