import type { DatabaseTransaction } from '@kervan/messaging';
import { type ClosedFact, type InvoiceFact, KeyKind, keysOf, type ReceivableFacts } from './receivable-facts.js';
import { replaceKeys } from './receivable-key.queries.js';
import { recordTaken } from './taken.repository.js';

/** What became of facts. */
export interface Recorded {
  /** The orders that payers may name from now on, or by another number than before, or with another amount. */
  readonly named: readonly string[];
  /** The orders that were known, and of which another amount is due than before. */
  readonly amended: readonly string[];
  /** The orders that are reversed or completed, and were not so before. */
  readonly ended: readonly string[];
}

/**
 * Records what events told, whatever the order in which they came, set-wise and in the order of the ids.
 *
 * Redelivery is harmless. Of an order's sound records the first counts, until order-orchestrator has said what is due: then
 * its last word. That an order is completed or reversed counts more than that it is cancelled, whichever is told first. What
 * is told of an order before the order itself is kept for it; a record of an order with nothing due leaves no row.
 */
export async function recordFacts(db: DatabaseTransaction, facts: ReceivableFacts): Promise<Recorded> {
  const placed = await recordPlaced(db, facts.placed);
  const { changed, amended } = await recordTaken(db, facts.taken);
  const ended = await recordClosed(db, facts.closed);
  const invoiced = await recordInvoices(db, facts.invoices);
  return { named: [...new Set([...placed, ...changed, ...invoiced])], amended, ended };
}

async function recordPlaced(db: DatabaseTransaction, placed: ReceivableFacts['placed']): Promise<string[]> {
  if (placed.length === 0) return [];
  const rows = [...placed].sort((one, other) => (one.orderId < other.orderId ? -1 : 1));
  const recorded = await db.query<{ orderId: string }>(
    `INSERT INTO receivable AS known
       (order_id, version, company, mode, currency, amount_minor, order_number, placed_at)
     SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
       $8::timestamptz[]) AS told (order_id, version, company, mode, currency, amount_minor, order_number, placed_at)
     WHERE told.amount_minor > 0 OR EXISTS (SELECT FROM receivable WHERE order_id = told.order_id)
     ON CONFLICT (order_id) DO UPDATE
       SET version = excluded.version, company = excluded.company, mode = excluded.mode, currency = excluded.currency,
         amount_minor = excluded.amount_minor, order_number = excluded.order_number, placed_at = excluded.placed_at,
         told_at = now()
       WHERE known.version IS NULL AND NOT known.told_by_saga
     RETURNING order_id AS "orderId"`,
    [
      rows.map(({ orderId }) => orderId),
      rows.map(({ version }) => version),
      rows.map(({ company }) => company),
      rows.map(({ mode }) => mode),
      rows.map(({ currency }) => currency),
      rows.map(({ amountMinor }) => amountMinor),
      rows.map(({ orderNumber }) => orderNumber),
      rows.map(({ placedAt }) => placedAt),
    ],
  );
  const orderIds = recorded.map(({ orderId }) => orderId);
  const changed = new Set(orderIds);
  await replaceKeys(
    db,
    orderIds,
    [KeyKind.order, KeyKind.reference],
    rows.filter(({ orderId }) => changed.has(orderId)).flatMap(({ keys }) => keys),
  );
  return orderIds;
}

async function recordClosed(db: DatabaseTransaction, closed: ReceivableFacts['closed']): Promise<string[]> {
  if (closed.length === 0) return [];
  const changed = await db.query<ClosedFact>(
    `INSERT INTO receivable AS known (order_id, closed)
     SELECT * FROM unnest($1::uuid[], $2::text[]) AS told (order_id, closed) ORDER BY order_id
     ON CONFLICT (order_id) DO UPDATE SET told_at = now(), closed = excluded.closed
       WHERE known.closed IS NULL OR excluded.closed <> 'cancelled' AND known.closed <> excluded.closed
     RETURNING order_id AS "orderId", closed`,
    [closed.map(({ orderId }) => orderId), closed.map((one) => one.closed)],
  );
  return changed.filter((one) => one.closed !== 'cancelled').map(({ orderId }) => orderId);
}

async function recordInvoices(db: DatabaseTransaction, invoices: readonly InvoiceFact[]): Promise<string[]> {
  if (invoices.length === 0) return [];
  const assigned = invoices.filter((fact) => fact.number !== null);
  const voided = invoices.filter((fact) => fact.voided !== null);
  await db.query(
    `INSERT INTO receivable (order_id, invoice_number)
     SELECT * FROM unnest($1::uuid[], $2::text[]) AS told (order_id, invoice_number) ORDER BY order_id
     ON CONFLICT (order_id) DO UPDATE SET invoice_number = excluded.invoice_number, told_at = now()`,
    [assigned.map(({ orderId }) => orderId), assigned.map(({ number }) => number)],
  );
  const taken = await db.query<{ orderId: string }>(
    `UPDATE receivable SET invoice_number = NULL, told_at = now()
     FROM unnest($1::uuid[], $2::text[]) AS told (order_id, invoice_number)
     WHERE receivable.order_id = told.order_id AND receivable.invoice_number = told.invoice_number
     RETURNING receivable.order_id AS "orderId"`,
    [voided.map(({ orderId }) => orderId), voided.map((fact) => fact.voided)],
  );
  await replaceKeys(
    db,
    [...assigned, ...taken].map(({ orderId }) => orderId),
    [KeyKind.invoice],
    assigned.flatMap(({ orderId, number }) => keysOf(orderId, KeyKind.invoice, [number ?? ''])),
  );
  return assigned.map(({ orderId }) => orderId);
}

/** How long facts are kept without their order; longer than any topic keeps the event that would complete them. */
const DAYS_WITHOUT_ORDER = 35;
/** How long a payment that comes late, or twice, still finds what it names. */
const DAYS_CLOSED = 400;

const AT_ONCE = 1_000;

/**
 * Lets go of receivables that no payment will name any more; their keys go with them. One whose money a person has left stays:
 * an end that is told anew would count as its first, and the line would wait once more for what was done with it long ago.
 *
 * @returns how many.
 */
export async function forgetReceivables(db: DatabaseTransaction): Promise<number> {
  const forgotten = await db.query(
    `DELETE FROM receivable WHERE order_id = ANY (
       ARRAY(SELECT order_id FROM receivable
             WHERE version IS NULL AND told_at < now() - make_interval(days => $1) LIMIT $3)
       || ARRAY(SELECT order_id FROM receivable
             WHERE closed IS NOT NULL AND told_at < now() - make_interval(days => $2)
               AND NOT EXISTS (SELECT FROM payment_match AS paid JOIN bank_line AS line ON line.id = paid.line_id
                               WHERE paid.order_id = receivable.order_id AND line.state = 'left') LIMIT $3))
     RETURNING 1`,
    [DAYS_WITHOUT_ORDER, DAYS_CLOSED, AT_ONCE],
  );
  return forgotten.length;
}
