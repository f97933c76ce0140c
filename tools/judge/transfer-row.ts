import { type Statement } from './channel-lines.js';
import { type Ledgers } from './ledger-lines.js';
import { type Row } from './rows.js';

/** The row of the transfers that came in at the bank; none where there is no statement. */
export function transferRows({ bank }: Pick<Ledgers, 'bank'>): Row[] {
  const statements = bank.filter((line): line is Statement => line.kind === 'statement');
  const answered = (answer: string): Set<string> =>
    new Set(bank.flatMap((line) => (line.kind === 'delivered' && line.answer === answer ? [line.statementId] : [])));
  const accepted = answered('accepted');
  const refused = answered('refused');
  if (statements.length === 0) return [];
  const creditsOf = (some: readonly Statement[]) =>
    some.flatMap(({ lines }) => lines.filter(({ direction }) => direction === 'credit'));
  const credits = creditsOf(statements.filter(({ statementId }) => accepted.has(statementId)));
  const matched = credits.filter(({ expectation }) => expectation === 'matched').length;
  const oneOfTwo = credits.filter(({ expectation }) => expectation === 'one-of-two').length / 2;
  return [
    {
      kind: 'bank transfer',
      sent: creditsOf(statements).length,
      accepted: credits.length,
      refused: creditsOf(statements.filter(({ statementId }) => refused.has(statementId))).length,
      erpDocuments: 0,
      invoices: 0,
      completed: matched + oneOfTwo,
      reversed: 0,
      waiting: credits.length - matched - oneOfTwo,
      unpaid: 0,
      toErpMs: {},
      toCompletionMs: {},
    },
  ];
}
