import { decimalFromMinor } from '@kervan/commerce';
import type { DatabaseTransaction } from '@kervan/messaging';
import { LineState } from '../matching/bank-line.js';
import { Reason } from '../matching/matching-rule.js';
import { besideReceivable, matchStands } from '../matching/receivable.queries.js';
import type { ClosedFact } from './receivable-facts.js';

/** Why lines may wait that are looked at again once their order has ended. */
export const UNTIL_ITS_END: readonly Reason[] = [Reason.matchedOrderAmended, Reason.matchedOrderCompleted];

/**
 * Whether `line`, which `paid` has matched with one of the orders $1, is looked at again now that this has ended: where it is
 * matched, or waits for one of {@link UNTIL_ITS_END}, $2. One that a person has left only where the order ends just now, $3.
 */
export const isLookedAtAgain = `paid.order_id = ANY ($1) AND line.id = paid.line_id AND ${matchStands}
  AND (line.state = 'matched' OR line.reason = ANY ($2) OR line.state = 'left' AND paid.order_id = ANY ($3))`;

/**
 * Has lines wait for a person again whose money was matched with an order that is now taken back: nothing is booked for
 * it, and somebody has to give it back.
 *
 * The match stays on record, and neither the rule nor a person matches the line once more. A line that a person has left
 * before, as one of an amended order whose money counts on, waits, too; one that they have left since then stays left, however
 * often it is told that the order is taken back.
 *
 * @param ended the orders that had not ended so before.
 * @returns how many.
 */
export async function reopenReversed(
  db: DatabaseTransaction,
  closed: readonly ClosedFact[],
  ended: readonly string[],
): Promise<number> {
  const reversed = closed.filter((one) => one.closed === 'reversed').map(({ orderId }) => orderId);
  if (reversed.length === 0) return 0;
  const reopened = await db.query(
    `UPDATE bank_line AS line SET state = 'undecided', reason = $4, detail = NULL
     FROM payment_match AS paid WHERE ${isLookedAtAgain} RETURNING 1`,
    [reversed, UNTIL_ITS_END, ended, Reason.matchedOrderReversed],
  );
  return reopened.length;
}

interface MatchedLine {
  readonly id: string;
  readonly state: LineState;
  readonly paidIn: string;
  /** What all lines have brought that are matched with the order. */
  readonly cameMinor: number;
  /** Whether one of them is in another currency. */
  readonly otherwise: boolean;
  /** Whether a person has let the order count as paid by one of them while this was due. */
  readonly accepted: boolean;
  readonly dueMinor: number;
  readonly dueIn: string;
}

/**
 * Has lines wait for a person again that were matched with an order of which another amount is due since then: the order
 * would wait for the rest, or more came than it takes. Once all lines of an order are together what is due now, none of them
 * waits any more, and neither does any where a person has let the order count as paid by one of them while this was due: the
 * saga counts it so, too.
 *
 * The matches stay on record. A line that a person has left since then stays left, and its money counts on.
 *
 * @param orderIds orders of which another amount is due than before, or of which another line is matched; their rows are locked.
 * @returns how many lines wait that did not before.
 */
export async function reopenAmended(db: DatabaseTransaction, orderIds: readonly string[]): Promise<number> {
  if (orderIds.length === 0) return 0;
  const lines = await db.query<MatchedLine>(
    `SELECT line.id, line.state, paid.currency AS "paidIn", came.minor::float8 AS "cameMinor", came.otherwise, came.accepted,
       receivable.amount_minor::float8 AS "dueMinor", receivable.currency AS "dueIn"
     FROM payment_match AS paid JOIN receivable ON receivable.order_id = paid.order_id ${besideReceivable}
     JOIN bank_line AS line ON line.id = paid.line_id
     WHERE paid.order_id = ANY ($1) AND ${matchStands} AND (line.state = 'matched' OR line.reason = $2)
     ORDER BY line.id FOR UPDATE OF line`,
    [orderIds, Reason.matchedOrderAmended],
  );
  await db.query(
    `UPDATE bank_line SET state = told.state, reason = told.reason, detail = told.detail
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::json[]) AS told (id, state, reason, detail)
     WHERE bank_line.id = told.id`,
    [
      lines.map(({ id }) => id),
      lines.map((line) => (differs(line) ? LineState.undecided : LineState.matched)),
      lines.map((line) => (differs(line) ? Reason.matchedOrderAmended : null)),
      lines.map((line) => (differs(line) ? JSON.stringify(detailOf(line)) : null)),
    ],
  );
  return lines.filter((line) => line.state === LineState.matched && differs(line)).length;
}

function differs({ cameMinor, otherwise, accepted, dueMinor }: MatchedLine): boolean {
  return otherwise || (cameMinor !== dueMinor && !accepted);
}

/** The amounts of the order, or the currencies where these differ. */
function detailOf({ cameMinor, paidIn, dueMinor, dueIn }: MatchedLine): { expected: string; actual: string } {
  if (paidIn !== dueIn) return { expected: dueIn, actual: paidIn };
  return { expected: decimalFromMinor(dueMinor, dueIn), actual: decimalFromMinor(cameMinor, dueIn) };
}
