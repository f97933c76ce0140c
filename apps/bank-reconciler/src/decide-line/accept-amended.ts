import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import { bankProblems } from '../bank.problems.js';
import { paymentMatched } from '../matching/publish-matches.js';
import { matchStands } from '../matching/receivable.queries.js';
import { type DecidableLine, lockReceivable, mustBeOfDue } from './decidable-line.js';
import type { MatchRequest } from './decision-request.js';

/**
 * Has an order that was amended after it was paid count as paid by the lines that are matched with it, at a person's word about
 * one of them.
 *
 * The matches stay as they are; PaymentMatched is told again of the line's entry, now with `settlesOrder`, and the money counts
 * once. What is due, and what the person agrees to, is of the whole order: the difference is that of all its lines.
 *
 * @returns what is due, which the person has accepted not to be what came.
 * @throws {Problem} 409 for another order, or where nothing is due any more, or something else than was shown; 422 unless the difference is accepted.
 */
export async function acceptAmended(
  db: DatabaseTransaction,
  line: DecidableLine,
  request: MatchRequest,
  cause: Cause,
): Promise<number> {
  const { orderId } = request;
  const matchedWithIt = await db.query(
    `SELECT FROM payment_match AS paid WHERE paid.line_id = $1 AND paid.order_id = $2 AND ${matchStands}`,
    [line.id, orderId],
  );
  const amended = matchedWithIt.length > 0 ? await lockReceivable(db, orderId) : undefined;
  if (!amended) throw bankProblems('matched-order-amended');
  const { invoiceNumber, dueMinor, cameMinor, currency } = amended;
  if (dueMinor === 0) throw bankProblems('receivable-not-open');
  const came = { amountMinor: cameMinor, currency: line.currency, inAll: true } as const;
  mustBeOfDue(came, { amountMinor: dueMinor, currency }, request);
  const [matched] = await db.query<{ readonly at: Date }>(
    `UPDATE bank_line SET state = 'matched', reason = NULL, detail = NULL WHERE id = $1 RETURNING now() AS at`,
    [line.id],
  );
  const paid = { line, orderId, invoiceNumber, acceptedDueMinor: dueMinor };
  db.causedBy(cause).publish(paymentMatched(paid, (matched?.at ?? new Date()).toISOString()));
  return dueMinor;
}
