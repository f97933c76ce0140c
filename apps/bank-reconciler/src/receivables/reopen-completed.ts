import type { SettledPayment } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { Reason } from '../matching/matching-rule.js';
import { accountDigestOf } from '../matching/publish-matches.js';
import { matchStands } from '../matching/receivable.queries.js';
import type { ReceivableFacts } from './receivable-facts.js';

interface MatchedLine {
  readonly id: string;
  readonly orderId: string;
  readonly account: string;
  readonly reference: string;
  readonly amountMinor: number;
}

/**
 * Has lines wait for a person again that were matched with an order which has completed without them: their money came after
 * the order had taken what was due, or after a person had said that it was settled in another way. Nothing of ours books it.
 *
 * An order whose completion does not say which payments it took, as one that is told by an earlier release, leaves its lines as
 * they are. The matches stay on record. A line that a person has left since then stays left.
 *
 * @returns how many wait that did not before.
 */
export async function reopenCompleted(db: DatabaseTransaction, closed: ReceivableFacts['closed']): Promise<number> {
  const taken = new Map(closed.flatMap(({ orderId, settledPayments }) => (settledPayments ? [[orderId, settledPayments]] : [])));
  if (taken.size === 0) return 0;
  const matched = await db.query<MatchedLine>(
    `SELECT line.id, paid.order_id AS "orderId", line.account, line.reference, line.amount_minor::float8 AS "amountMinor"
     FROM payment_match AS paid JOIN bank_line AS line ON line.id = paid.line_id
     WHERE paid.order_id = ANY ($1) AND ${matchStands} AND (line.state = 'matched' OR line.reason = $2)
     ORDER BY line.id FOR UPDATE OF line`,
    [[...taken.keys()], Reason.matchedOrderAmended],
  );
  const left = matched.filter((line) => !(taken.get(line.orderId) ?? []).some((payment) => isOf(line, payment)));
  if (left.length === 0) return 0;
  const reopened = await db.query(
    `UPDATE bank_line SET state = 'undecided', reason = $2, detail = NULL WHERE id = ANY ($1) RETURNING 1`,
    [left.map(({ id }) => id), Reason.matchedOrderCompleted],
  );
  return reopened.length;
}

/** Whether a payment is that of a line; of two accounts that number alike the amount tells where the order was not told which. */
function isOf({ account, reference, amountMinor }: MatchedLine, payment: SettledPayment): boolean {
  if (payment.statementReference !== reference) return false;
  if (payment.accountDigest === null) return payment.amountMinor === amountMinor;
  return payment.accountDigest === accountDigestOf(account);
}
