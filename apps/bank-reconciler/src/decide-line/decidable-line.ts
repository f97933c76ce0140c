import { decimalFromMinor } from '@kervan/commerce';
import type { Mode } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { bankProblems } from '../bank.problems.js';
import { LineState } from '../matching/bank-line.js';
import type { Reason } from '../matching/matching-rule.js';
import { type KnownReceivable, readReceivables } from '../matching/receivable.queries.js';
import type { MatchRequest } from './decision-request.js';

/** A line as far as a decision about it goes. */
export interface DecidableLine {
  readonly id: string;
  readonly statementId: string;
  readonly company: string | null;
  readonly mode: Mode | null;
  /** Our own, that the money came to. */
  readonly account: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly valueDate: string;
  readonly reference: string;
  readonly state: LineState;
  readonly reason: Reason | null;
}

/** Locks a line that waits for a decision. @throws {Problem} 404; 409 where it does not. */
export async function lockLine(db: DatabaseTransaction, id: string): Promise<DecidableLine> {
  const [line] = await db.query<DecidableLine>(
    `SELECT id, statement_id AS "statementId", company, mode, account, amount_minor::float8 AS "amountMinor", currency,
       value_date::text AS "valueDate", reference, state, reason
     FROM bank_line WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!line) throw problem('not-found');
  if (line.state === LineState.matched || line.state === LineState.left) throw bankProblems('line-decided');
  if (line.state !== LineState.undecided) throw bankProblems('line-not-decidable');
  return line;
}

/** Locks an order of which something was to be paid, and tells how it stands; undefined where there is none of this id. */
export async function lockReceivable(db: DatabaseTransaction, orderId: string): Promise<KnownReceivable | undefined> {
  const locked = await db.query('SELECT FROM receivable WHERE order_id = $1 AND version IS NOT NULL FOR UPDATE', [orderId]);
  return locked.length > 0 ? (await readReceivables(db, [orderId])).get(orderId) : undefined;
}

type Amount = Pick<DecidableLine, 'amountMinor' | 'currency'>;

/**
 * Lets money pass only where it is what is due, and only where that is what was shown to whoever decides: the order may have been
 * amended since, and another difference than they have agreed to would be settled.
 *
 * @param money of a line that is to be matched; of one that is, with the order's other lines: `inAll`.
 * @param due what is open of the order; where the line is matched with it, what is due of it.
 * @param acceptDifference whether another amount will do; another currency never does.
 * @throws {Problem} 409 with what is due now where something else was shown; 422 with both amounts; 409 for a line of nothing.
 */
export function mustBeOfDue(
  money: Amount & { readonly inAll?: true },
  due: Amount,
  { acceptDifference, seen }: Pick<MatchRequest, 'acceptDifference' | 'seen'>,
): void {
  if (seen) mustBeAsSeen(due, seen);
  if (due.currency !== money.currency) throw bankProblems('wrong-currency');
  if (money.amountMinor === 0) throw bankProblems('line-not-decidable');
  if (due.amountMinor === money.amountMinor || acceptDifference) return;
  const expected = decimalFromMinor(due.amountMinor, due.currency);
  const actual = decimalFromMinor(money.amountMinor, money.currency);
  const detail = money.inAll
    ? `Due are ${expected} ${due.currency}, in all came ${actual}.`
    : `Open are ${expected} ${due.currency}, the line is of ${actual}.`;
  throw bankProblems('amount-differs', {
    detail,
    errors: [{ pointer: '#/orderId', code: 'amount-differs', expected, actual }],
  });
}

function mustBeAsSeen({ amountMinor, currency }: Amount, seen: NonNullable<MatchRequest['seen']>): void {
  const due = decimalFromMinor(amountMinor, currency);
  if (seen.due === due && seen.currency === currency) return;
  const detail = `Due are ${due} ${currency} now; shown were ${seen.due} ${seen.currency}.`;
  throw bankProblems('due-changed', { detail, extensions: { due, currency } });
}
