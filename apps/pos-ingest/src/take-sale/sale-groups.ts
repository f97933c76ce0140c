import { AsyncLocalStorage } from 'node:async_hooks';
import { OrderPlaced } from '@kervan/contracts';
import { type Cause, CommitUnknown, type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { Injectable } from '@nestjs/common';
import { insertFreshSales, type NewSale } from './sale.repository.js';

/** Sales in one transaction at most: each takes a lock for its key. */
const GROUP_LIMIT = 200;

interface Waiting {
  readonly cause: Cause;
  readonly sale: NewSale;
  readonly recorded: PromiseWithResolvers<boolean>;
}

/**
 * Records fresh sales in groups, each group in one transaction: what arrives while one is under way is the next.
 *
 * A sale and its OrderPlaced commit with its group, before it is told recorded. A group that fails leaves nothing
 * behind and fails nobody: its sales are told not recorded, for each to be recorded alone. A single sale waits for
 * nothing.
 */
@Injectable()
export class SaleGroups {
  /** A group belongs to no request: its statements and messages are not to be traced to the one that began it. */
  private readonly outsideRequests = AsyncLocalStorage.snapshot();
  private waiting: Waiting[] = [];
  private committing = false;

  constructor(private readonly transactions: Transactions) {}

  /**
   * @returns whether it was recorded; false where its receipt is taken, or its group failed.
   * @throws {CommitUnknown} when nobody knows whether its group was committed.
   */
  record(cause: Cause, sale: NewSale): Promise<boolean> {
    const recorded = Promise.withResolvers<boolean>();
    this.waiting.push({ cause, sale, recorded });
    if (!this.committing) void this.outsideRequests(() => this.commitAll());
    return recorded.promise;
  }

  private async commitAll(): Promise<void> {
    this.committing = true;
    while (this.waiting.length > 0) await this.commit(this.waiting.splice(0, GROUP_LIMIT));
    this.committing = false;
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    try {
      const fresh = await this.transactions.run((db) => recordFresh(db, group));
      for (const one of group) one.recorded.resolve(fresh.has(one));
    } catch (error) {
      for (const { recorded } of group) {
        if (error instanceof CommitUnknown) recorded.reject(error);
        else recorded.resolve(false);
      }
    }
  }
}

/** Of several sales under one receipt the first is recorded; the others are not fresh any more. */
async function recordFresh(db: DatabaseTransaction, group: readonly Waiting[]): Promise<ReadonlySet<Waiting>> {
  const firsts = [...Map.groupBy(group, ({ sale }) => sale.placed.orderId).values()].flatMap(([first]) => first ?? []);
  const inserted = await insertFreshSales(
    db,
    firsts.map(({ sale }) => sale),
  ).catch(onlyOnce);
  const fresh = firsts.filter(({ sale }) => inserted.has(sale.placed.orderId));
  for (const { cause, sale } of fresh) db.causedBy(cause).publish(OrderPlaced.of(sale.placed));
  return new Set(fresh);
}

/** A transaction that lost against another would be run again; a group is not, as others wait for it. */
function onlyOnce(cause: unknown): never {
  throw new Error('the group was not recorded', { cause });
}
