import { fromKurus, toKurus } from '../money.js';
import { turkishIban } from '../world/iban.js';
import { type Random } from '../world/random.js';
import { settles, type Due } from '../world/transfer-habit.js';
import { type StatementLine } from './bank-ledger.js';
import { transferText } from './transfer-text.js';

const NO_END_TO_END_ID = 'NOTPROVIDED';
const SHORT_BY = 100n;

/** The lines of a day: what each payer of a due transfers, and the bank's fee. */
export function statementLines(
  dues: readonly Due[],
  invoiceNumberOf: (orderNumber: string) => string | undefined,
  statementId: string,
  random: Random,
): StatementLine[] {
  const transfers = dues.flatMap((due) => transfersOf(due, invoiceNumberOf(due.orderNumber), random));
  const fee = { direction: 'debit', amount: '7.35', text: 'Hesap isletim ucreti', expectation: 'none' } as const;
  return [...transfers, { ...fee, endToEndId: NO_END_TO_END_ID }].map((line, index) => {
    return { bankReference: `${statementId}-T${String(index + 1).padStart(3, '0')}`, ...line };
  });
}

function transfersOf(
  due: Due,
  invoiceNumber: string | undefined,
  random: Random,
): Omit<StatementLine, 'bankReference'>[] {
  const { orderNumber, habit, amount, payer } = due;
  if (habit === 'never-pays') return [];
  const iban = turkishIban(`000990${String(random.between(1, 999_999_999)).padStart(16, '0')}`);
  const short = habit === 'wrong-amount' ? SHORT_BY : 0n;
  const line = {
    direction: 'credit',
    amount: fromKurus((toKurus(amount) ?? 0n) - short),
    text: transferText(due, invoiceNumber, random),
    endToEndId: NO_END_TO_END_ID,
    payer: { name: payer, iban },
    orderNumber,
    habit,
  } as const;
  if (habit === 'pays-twice') return [line, line].map((each) => ({ ...each, expectation: 'one-of-two' }));
  return [{ ...line, expectation: settles(habit) ? 'matched' : 'undecided' }];
}
