import { decimalFromMinor } from '@kervan/commerce';
import type { Mode } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { bankProblems } from '../bank.problems.js';
import { LineState } from '../matching/bank-line.js';
import type { Reason, Receivable } from '../matching/matching-rule.js';
import type { MatchRequest } from './decision-request.js';

/** A line as far as a decision about it goes. */
export interface DecidableLine {
  readonly id: string;
  readonly statementId: string;
  readonly company: string | null;
  readonly mode: Mode | null;
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
    `SELECT id, statement_id AS "statementId", company, mode, amount_minor::float8 AS "amountMinor", currency,
       value_date::text AS "valueDate", reference, state, reason
     FROM bank_line WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!line) throw problem('not-found');
  if (line.state === LineState.matched || line.state === LineState.left) throw bankProblems('line-decided');
  if (line.state !== LineState.undecided) throw bankProblems('line-not-decidable');
  return line;
}

/**
 * Lets only a line pass that is of what is due, and only where that is what was shown to whoever decides: the order may have been
 * amended since, and another difference than they have agreed to would be settled.
 *
 * @param acceptDifference whether another amount will do; another currency never does.
 * @throws {Problem} 409 with what is due now where something else was shown; 422 with both amounts; 409 for a line of nothing.
 */
export function mustBeOfDue(
  line: Pick<DecidableLine, 'amountMinor' | 'currency'>,
  due: Pick<Receivable, 'amountMinor' | 'currency'>,
  { acceptDifference, seen }: Pick<MatchRequest, 'acceptDifference' | 'seen'>,
): void {
  if (seen) mustBeAsSeen(due, seen);
  if (due.currency !== line.currency) throw bankProblems('wrong-currency');
  if (line.amountMinor === 0) throw bankProblems('line-not-decidable');
  if (due.amountMinor === line.amountMinor || acceptDifference) return;
  const expected = decimalFromMinor(due.amountMinor, due.currency);
  const actual = decimalFromMinor(line.amountMinor, line.currency);
  throw bankProblems('amount-differs', {
    detail: `Due are ${expected} ${due.currency}, the line is of ${actual}.`,
    errors: [{ pointer: '#/orderId', code: 'amount-differs', expected, actual }],
  });
}

function mustBeAsSeen({ amountMinor, currency }: Pick<Receivable, 'amountMinor' | 'currency'>, seen: NonNullable<MatchRequest['seen']>): void {
  const due = decimalFromMinor(amountMinor, currency);
  if (seen.due === due && seen.currency === currency) return;
  const detail = `Due are ${due} ${currency} now; shown were ${seen.due} ${seen.currency}.`;
  throw bankProblems('due-changed', { detail, extensions: { due, currency } });
}
