import { createHash } from 'node:crypto';
import { cursorAfter, type Page, problem } from '@kervan/service-host';
import { canonicalJson } from '../audit/audit-chain.js';
import type { AuditLog } from '../audit/audit-log.js';
import { newId } from '../message/ids.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { Transactions } from '../transaction/transactions.js';
import type { BatchKind, BatchOrder, BatchState, ItemState } from './batch-kind.js';
import {
  type BatchRow, endBatch, freezeSet, insertBatch, type KnownOrder, readBatches, readItems, readOrder,
} from './batch-statements.js';
import { batchProblem } from './batch.problems.js';

/** A batch as an operator sees it. */
export interface BatchSummary {
  readonly id: string;
  readonly act: string;
  readonly by: string;
  readonly reason: string;
  readonly filter: unknown;
  /** The names of its options: what they hold may be personal data. */
  readonly options: readonly string[];
  readonly perSecond: number;
  readonly state: BatchState;
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  /** How many were skipped, by code. */
  readonly skippedBy: Readonly<Record<string, number>>;
  /** What was not acted upon yet; stays, where the batch was cancelled. */
  readonly left: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** One thing of a batch. */
export interface BatchItemSummary {
  readonly id: string;
  readonly state: ItemState;
  /** Why it was skipped. */
  readonly code: string | null;
  readonly at: string | null;
}

/** What batches work with. */
export interface BatchParts {
  readonly db: Queryable;
  readonly transactions: Pick<Transactions, 'run'>;
  readonly audit: Pick<AuditLog, 'record'>;
  /** Called when there is one more. */
  readonly wake: () => void;
}

/** Which part of a list is wanted. */
interface Wanted<Cursor> {
  readonly limit: number;
  readonly after?: Cursor | undefined;
}

/** The most that one batch takes. */
export const MAX_BATCH = 100_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SUBJECT = 'batch';

/** Where batches of one kind are ordered, looked at and cancelled. */
export class BatchDesk<Filter> {
  constructor(
    private readonly kind: BatchKind<Filter>,
    private readonly parts: BatchParts,
  ) {}

  /**
   * Freezes what the filter selects now, and has it acted upon one after another, at the pace. Whoever ordered it and why
   * is recorded with the batch, and with each thing.
   *
   * The same order again under the same id does nothing, and is answered with the batch as far as it has come. Once that has
   * ended, what the options held is not known any more: then their names are compared.
   *
   * @throws {Problem} 422 `batch-too-large` above 100,000 things; 409 `batch-conflict` when the id is of another order.
   */
  async create({ id = newId(), ...order }: BatchOrder<Filter>): Promise<BatchSummary> {
    const { kind, parts } = this;
    const orderHash = hashOf({ ...order, kind: kind.name });
    await parts.transactions.run(async (db) => {
      if (!(await insertBatch(db, { ...order, id, kind: kind.name, orderHash }))) {
        const known = await readOrder(db, id);
        if (known && isSame(known, { ...order, kind: kind.name })) return;
        throw batchProblem('batch-conflict');
      }
      const selected = await kind.select(db, order.filter, MAX_BATCH + 1);
      if (selected.length > MAX_BATCH) throw batchProblem('batch-too-large', { detail: `A batch takes ${MAX_BATCH}.` });
      await freezeSet(db, id, selected);
      if (selected.length === 0) await endBatch(db, kind.name, id, 'done');
      const { act, by, reason, filter, perSecond, options = {} } = order;
      const told = { filter, options: Object.keys(options), perSecond };
      const detail = { kind: kind.name, act, ...told, total: selected.length };
      await parts.audit.record(db, { act: 'order-batch', subject: { kind: SUBJECT, id }, by, reason, detail });
    });
    parts.wake();
    return this.get(id);
  }

  /** The latest first. */
  async list({ limit, after }: Wanted<readonly [string, string]>): Promise<Page<BatchSummary>> {
    const rows = await readBatches(this.parts.db, this.kind.name, { after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const page = { items: items.map(summaryOf) };
    return rows.length > limit && last ? { ...page, next: cursorAfter(last.createdAt, last.id) } : page;
  }

  /** @throws {Problem} 404 `not-found`. */
  async get(id: string): Promise<BatchSummary> {
    const [row] = UUID.test(id) ? await readBatches(this.parts.db, this.kind.name, { id, limit: 1 }) : [];
    if (!row) throw problem('not-found');
    return summaryOf(row);
  }

  /** The things of a batch, in the order in which they are acted upon. @throws {Problem} 404 `not-found`. */
  async items(
    id: string,
    { state }: { readonly state?: ItemState | undefined },
    { limit, after = 0 }: Wanted<number>,
  ): Promise<Page<BatchItemSummary>> {
    await this.get(id);
    const rows = await readItems(this.parts.db, id, { state, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const items = shown.map(({ subjectId, state: at, code, actedAt }) => ({
      id: subjectId, state: at, code, at: actedAt?.toISOString() ?? null,
    }));
    const last = shown.at(-1);
    return rows.length > limit && last ? { items, next: String(last.position) } : { items };
  }

  /**
   * Acts upon nothing more; what was done stays done. Recorded with its author.
   *
   * @throws {Problem} 404 `not-found`, 409 `batch-ended`.
   */
  async cancel(id: string, by: string, reason: string): Promise<BatchSummary> {
    await this.get(id);
    await this.parts.transactions.run(async (db) => {
      if (!(await endBatch(db, this.kind.name, id, 'cancelled'))) throw batchProblem('batch-ended');
      await this.parts.audit.record(db, { act: 'cancel-batch', subject: { kind: SUBJECT, id }, by, reason });
    });
    return this.get(id);
  }
}

/** The kinds of batches that a service has. Add them before it starts, at best in a constructor. */
export class Batches {
  private readonly added = new Map<string, BatchKind<never>>();

  constructor(private readonly parts: BatchParts) {}

  /** By name; batches of a kind that is not in here stand still. */
  get kinds(): ReadonlyMap<string, BatchKind<never>> {
    return this.added;
  }

  add<Filter>(kind: BatchKind<Filter>): BatchDesk<Filter> {
    this.added.set(kind.name, kind as BatchKind<never>);
    return new BatchDesk(kind, this.parts);
  }
}

type OrderOfKind = BatchOrder<unknown> & { readonly kind: string };

/** Whether an order is the one that a batch was made by, as far as that is still known. */
function isSame({ orderHash, ...known }: KnownOrder, order: OrderOfKind): boolean {
  if (orderHash !== null) return orderHash === hashOf(order);
  return hashOf(known) === hashOf({ ...order, options: namesOf(order.options) });
}

/** As they are kept of a batch that has ended: their names, and those of their members. */
function namesOf(options: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const told = JSON.parse(JSON.stringify(options)) as Record<string, unknown>;
  return mapped(told, (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? mapped(value, () => null) : null));
}

function mapped(members: object, to: (member: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, to(member)]));
}

/** SHA-256, in hex, over all that is ordered. */
function hashOf({ kind, act, by, reason, filter, perSecond, options = {} }: OrderOfKind): string {
  return createHash('sha256').update(canonicalJson({ kind, act, by, reason, filter, perSecond, options })).digest('hex');
}

function summaryOf({ done, skipped, createdAt, endedAt, ...row }: BatchRow): BatchSummary {
  const skippedBy = skipped ?? {};
  const skippedCount = Object.values(skippedBy).reduce((sum, count) => sum + count, 0);
  return {
    ...row,
    done: Number(done),
    skipped: skippedCount,
    skippedBy,
    left: row.total - Number(done) - skippedCount,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
