import type { BankStatement, Entry, TransactionDetail } from '../camt/statement.js';
import { EntryStatus } from '../camt/statement.js';
import { folded } from '../matching/folded-text.js';
import { LineState, type NewLine } from '../matching/bank-line.js';
import { type LineText, Reason, TextField } from '../matching/matching-rule.js';

/** What a statement's state means for its credits. */
export type StatementState = 'taken' | 'blocked' | 'duplicate';

const MOST_TEXTS = 50;

/** What payers, or their banks, write where they have no reference. */
const PLACEHOLDERS = ['NOTPROVIDED', 'NONREF', 'NOTAVAILABLE'];

/**
 * The lines of a statement: its transactions where they are told with amounts that make up their entry, else the entry.
 *
 * Only a booked credit has something to be decided; a debit, a reversal of a credit among them, is not ours.
 */
export function linesOf(statement: BankStatement, state: StatementState, newId: () => string): NewLine[] {
  return statement.entries.flatMap((entry) => {
    const shared = { ...sharedBy(statement, entry), id: '' };
    const details = tellsTransactions(entry) ? entry.details : [];
    if (details.length === 0)
      return [{ ...shared, ...wholeEntry(entry), ...outcome(entry, entry.credit, state), id: newId() }];
    return details.map((detail) => ({
      ...shared,
      ...ofDetail(entry, detail, shared.reference),
      ...outcome(entry, detail.credit, state),
      id: newId(),
    }));
  });
}

function tellsTransactions({ details, batches, minor, currency, credit }: Entry): boolean {
  if (details.length === 1) return batches.every(({ count }) => count === null || count === 1);
  if (details.some((detail) => detail.minor === null || detail.currency !== currency)) return false;
  return minor === details.reduce((sum, detail) => sum + (detail.credit === credit ? 1 : -1) * (detail.minor ?? 0), 0);
}

function sharedBy({ statementId, page, date }: BankStatement, entry: Entry) {
  return {
    entryNumber: entry.number,
    detailNumber: 0,
    reference: `${statementId}${page > 1 ? ` p.${page}` : ''}/${date}/${entry.number}`,
    amountMinor: entry.minor,
    currency: entry.currency,
    credit: entry.credit,
    reversal: entry.reversal,
    bookingDate: entry.bookingDate ?? date,
    valueDate: entry.valueDate ?? entry.bookingDate ?? date,
    bankReference: entry.bankReference,
    counterpartyName: null,
    counterpartyIban: null,
    endToEndId: null,
  };
}

function wholeEntry({ details, texts }: Entry) {
  return read([...details.flatMap((detail) => detail.texts), ...texts]);
}

function ofDetail(entry: Entry, detail: TransactionDetail, entryReference: string) {
  const only = entry.details.length === 1;
  return {
    detailNumber: detail.number,
    reference: `${entryReference}.${detail.number}`,
    amountMinor: only ? entry.minor : (detail.minor ?? entry.minor),
    credit: detail.credit,
    bankReference: detail.bankReference ?? entry.bankReference,
    endToEndId: detail.endToEndId !== null && isReference(detail.endToEndId) ? detail.endToEndId : null,
    counterpartyName: detail.credit ? detail.debtorName : null,
    counterpartyIban: detail.credit ? detail.debtorIban : null,
    ...read(only ? [...detail.texts, ...entry.texts] : detail.texts),
  };
}

function isReference(endToEndId: string): boolean {
  return !PLACEHOLDERS.includes(folded(endToEndId));
}

/** What is read of a line; a placeholder is no EndToEndId. */
function read(all: readonly LineText[]): Pick<NewLine, 'texts'> {
  const said = all.filter(({ field, text }) => field !== TextField.endToEndId || isReference(text));
  return { texts: said.slice(0, MOST_TEXTS) };
}

function outcome({ status }: Entry, credit: boolean, state: StatementState): Pick<NewLine, 'state' | 'reason'> {
  if (status !== EntryStatus.booked) return { state: LineState.notBooked, reason: null };
  if (!credit) return { state: LineState.notOurs, reason: null };
  if (state === 'duplicate') return { state: LineState.noEffect, reason: null };
  return { state: LineState.undecided, reason: state === 'blocked' ? Reason.statementBlocked : Reason.noReference };
}
