import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import { bankProblems } from '../bank.problems.js';
import { matchStands } from '../matching/matching.queries.js';
import type { Receivable } from '../matching/matching-rule.js';
import { paymentMatched } from '../matching/publish-matches.js';
import { type DecidableLine, mustBeOfDue } from './decidable-line.js';
import type { MatchRequest } from './decision-request.js';

type Amended = Pick<Receivable, 'orderId' | 'invoiceNumber' | 'amountMinor' | 'currency'>;

/**
 * Has an order that was amended after it was paid count as paid by the line that is matched with it, at a person's word.
 *
 * The match stays as it is; PaymentMatched is told again of the same entry, now with `settlesOrder`, and the money counts once.
 *
 * @returns what is due, which the person has accepted not to be the amount of the line.
 * @throws {Problem} 409 for another order, or where nothing is due any more, or something else than was shown; 422 unless the difference is accepted.
 */
export async function acceptAmended(
  db: DatabaseTransaction,
  line: DecidableLine,
  request: MatchRequest,
  cause: Cause,
): Promise<number> {
  const { orderId } = request;
  const [amended] = await db.query<Amended>(
    `SELECT order_id AS "orderId", receivable.invoice_number AS "invoiceNumber",
       receivable.amount_minor::float8 AS "amountMinor", receivable.currency
     FROM payment_match AS paid JOIN receivable USING (order_id)
     WHERE paid.line_id = $1 AND order_id = $2 AND ${matchStands} FOR UPDATE OF receivable`,
    [line.id, orderId],
  );
  if (!amended) throw bankProblems('matched-order-amended');
  if (amended.amountMinor === 0) throw bankProblems('receivable-not-open');
  mustBeOfDue(line, amended, request);
  const [matched] = await db.query<{ readonly at: Date }>(
    `UPDATE bank_line SET state = 'matched', reason = NULL, detail = NULL WHERE id = $1 RETURNING now() AS at`,
    [line.id],
  );
  const { invoiceNumber, amountMinor: acceptedDueMinor } = amended;
  const paid = { line, orderId, invoiceNumber, acceptedDueMinor };
  db.causedBy(cause).publish(paymentMatched(paid, (matched?.at ?? new Date()).toISOString()));
  return acceptedDueMinor;
}
