import type { SettledPayment } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { LineState } from '../matching/bank-line.js';
import { Reason } from '../matching/matching-rule.js';
import { accountDigestOf } from '../matching/publish-matches.js';
import type { ClosedFact } from './receivable-facts.js';
import { isLookedAtAgain, UNTIL_ITS_END } from './reopen-lines.js';

interface MatchedLine {
  readonly id: string;
  readonly orderId: string;
  readonly account: string;
  readonly reference: string;
  readonly amountMinor: number;
  readonly state: LineState;
  readonly reason: Reason | null;
}

/**
 * Has lines wait for a person again that were matched with an order which has completed without them: their money came after
 * the order had taken what was due, or nothing was due of it any more, or a person had said that it was settled in another way.
 * Nothing of ours books it. One that waits so, and that a later word says was taken, is matched again.
 *
 * An order whose completion does not say which payments it took, as one that is told by an earlier release, leaves its lines as
 * they are. The matches stay on record. A line that a person has left waits only where the order had not ended by then.
 *
 * @param ended the orders that had not ended so before.
 * @returns how many wait that did not before.
 */
export async function reopenCompleted(
  db: DatabaseTransaction,
  closed: readonly ClosedFact[],
  ended: readonly string[],
): Promise<number> {
  const told = closed.flatMap(({ orderId, settledPayments }) => (settledPayments ? [{ orderId, settledPayments }] : []));
  if (told.length === 0) return 0;
  const lines = await db.query<MatchedLine>(
    `SELECT line.id, paid.order_id AS "orderId", line.account, line.reference, line.amount_minor::float8 AS "amountMinor",
       line.state, line.reason
     FROM payment_match AS paid, bank_line AS line WHERE ${isLookedAtAgain}
     ORDER BY line.id FOR UPDATE OF line`,
    [told.map(({ orderId }) => orderId), UNTIL_ITS_END, ended],
  );
  const taken = told.flatMap(({ orderId, settledPayments }) =>
    linesOf(settledPayments, lines.filter((line) => line.orderId === orderId)),
  );
  const waits = ({ reason }: MatchedLine): boolean => reason === Reason.matchedOrderCompleted;
  const reopened = lines.filter((line) => !taken.includes(line) && !waits(line));
  await tell(db, reopened, LineState.undecided, Reason.matchedOrderCompleted);
  await tell(db, taken.filter(waits), LineState.matched, null);
  return reopened.length;
}

/** The lines whose payments these are, each at most one's. Those that tell their account are found first. */
function linesOf(payments: readonly SettledPayment[], lines: readonly MatchedLine[]): MatchedLine[] {
  const found: MatchedLine[] = [];
  const told = [...payments].sort((one, other) => Number(one.accountDigest === null) - Number(other.accountDigest === null));
  for (const payment of told) {
    const line = lines.find((one) => !found.includes(one) && isOf(one, payment));
    if (line) found.push(line);
  }
  return found;
}

/** Whether a payment is that of a line. Of two accounts whose statements are numbered alike the amount tells where the account is not told. */
function isOf({ account, reference, amountMinor }: MatchedLine, payment: SettledPayment): boolean {
  if (payment.statementReference !== reference) return false;
  if (payment.accountDigest === null) return payment.amountMinor === amountMinor;
  return payment.accountDigest === accountDigestOf(account);
}

async function tell(
  db: DatabaseTransaction,
  lines: readonly MatchedLine[],
  state: LineState,
  reason: Reason | null,
): Promise<void> {
  if (lines.length === 0) return;
  const ids = lines.map(({ id }) => id);
  await db.query('UPDATE bank_line SET state = $2, reason = $3, detail = NULL WHERE id = ANY ($1)', [ids, state, reason]);
}
