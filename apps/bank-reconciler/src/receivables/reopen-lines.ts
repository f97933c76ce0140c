import type { DatabaseTransaction } from '@kervan/messaging';
import { Reason } from '../matching/matching-rule.js';
import type { ReceivableFacts } from './receivable-facts.js';

/**
 * Has lines wait for a person again whose money was matched with an order that is now taken back: nothing is booked for
 * it, and somebody has to give it back.
 *
 * The match stays on record, and neither the rule nor a person matches the line once more. A line that a person has
 * left since then stays left, however often it is told that the order is taken back.
 *
 * @returns how many.
 */
export async function reopenLines(db: DatabaseTransaction, closed: ReceivableFacts['closed']): Promise<number> {
  const reversed = closed.filter((one) => one.closed === 'reversed').map(({ orderId }) => orderId);
  if (reversed.length === 0) return 0;
  const reopened = await db.query(
    `UPDATE bank_line SET state = 'undecided', reason = $2, detail = NULL
     FROM payment_match AS paid
     WHERE paid.order_id = ANY ($1) AND bank_line.id = paid.line_id AND bank_line.state = 'matched' RETURNING 1`,
    [reversed, Reason.matchedOrderReversed],
  );
  return reopened.length;
}
