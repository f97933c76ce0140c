import type { Mode } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { lastAcceptedDue } from '../tell-statement/acts.js';
import type { Receivable } from './matching-rule.js';

/** Whether `payment_match AS paid` stands: a line may be matched again, by a later release, once its order is taken back. */
export const matchStands = `NOT EXISTS (SELECT FROM payment_match AS later
  WHERE later.line_id = paid.line_id AND later.turn > paid.turn)`;

/** Beside `receivable`, as `came`, what the lines have brought that are matched with it: in its currency, or otherwise; accepted or not. */
export const besideReceivable = `CROSS JOIN LATERAL (
  SELECT coalesce(sum(paid.amount_minor) FILTER (WHERE paid.currency = receivable.currency), 0)::bigint AS minor,
    coalesce(bool_or(paid.currency <> receivable.currency), false) AS otherwise,
    coalesce(bool_or(${lastAcceptedDue} = receivable.amount_minor), false) AS accepted
  FROM payment_match AS paid WHERE paid.order_id = receivable.order_id AND ${matchStands}) AS came`;

/**
 * What is open of `receivable`, with {@link besideReceivable}.
 *
 * Nothing is where a person has let the order count as paid while that was due which is due now, nor where a line is in
 * another currency: how much of the order it has paid, nobody can say.
 */
const openMinor = 'CASE WHEN came.otherwise OR came.accepted THEN 0 ELSE receivable.amount_minor - came.minor END';

/** The columns of {@link Receivable}, of `receivable` with {@link besideReceivable}. */
export const receivableColumns = `receivable.order_id AS "orderId", receivable.company, receivable.mode,
  receivable.order_number AS "orderNumber", receivable.invoice_number AS "invoiceNumber", receivable.currency,
  receivable.amount_minor::float8 AS "dueMinor", came.minor::float8 AS "cameMinor", (${openMinor})::float8 AS "openMinor",
  (SELECT coalesce(max(part), 0) FROM payment_match AS told WHERE told.order_id = receivable.order_id) AS parts,
  CASE WHEN ${openMinor} <= 0 OR receivable.closed = 'completed' THEN 'paid'
       WHEN receivable.closed = 'cancelled' THEN 'cancelled'
       WHEN receivable.closed IS NOT NULL THEN 'closed' ELSE 'open' END AS standing`;

/** A receivable with whose it is. */
export type KnownReceivable = Receivable & { readonly company: string; readonly mode: Mode };

/**
 * How receivables stand whose rows the transaction has locked, by order.
 *
 * Read by a statement of its own, which sees the matches that were committed while their rows were waited for. What is open
 * and how many parts there are it tells as of one moment: whoever took an order for open that was paid meanwhile would
 * write a part that is there, and the constraint of payment_match refuses that.
 */
export async function readReceivables(
  db: DatabaseTransaction,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, KnownReceivable>> {
  if (orderIds.length === 0) return new Map();
  const known = await db.query<KnownReceivable>(
    `SELECT ${receivableColumns} FROM receivable ${besideReceivable} WHERE receivable.order_id = ANY ($1)`,
    [orderIds],
  );
  return new Map(known.map((one) => [one.orderId, one]));
}
