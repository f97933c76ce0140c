import { sumMinor } from '@kervan/commerce';
import { type BankStatement, type Entry, EntryStatus, type TransactionDetail } from '../camt/statement.js';
import { LineState, type NewLine } from '../matching/bank-line.js';
import { folded } from '../matching/folded-text.js';
import { type LineText, Reason, TextField } from '../matching/matching-rule.js';

/** What a statement's state means for its credits. */
export type StatementState = 'taken' | 'blocked' | 'duplicate';

const MOST_TEXTS = 50;

/** What payers, or their banks, write where they have no reference. */
const PLACEHOLDERS = ['NOTPROVIDED', 'NONREF', 'NOTAVAILABLE'];

/** A statement whose lines are made: of a copy that adds to another, which of its copies it is, and what it adds. */
export interface LinesOf {
  readonly statement: BankStatement;
  readonly state: StatementState;
  /** The entries that are taken from it. */
  readonly entries: readonly Entry[];
  /** 1 for the statement itself; every further copy has its own, so that no two lines are named alike. */
  readonly copyNumber: number;
}

/**
 * The lines of a statement: its transactions where they are told with amounts that make up their entry, else the entry.
 *
 * Only a booked credit has something to be decided; a debit, one that takes a credit back among them, is not ours.
 */
export function linesOf({ statement, state, entries, copyNumber }: LinesOf, newId: () => string): NewLine[] {
  return entries.flatMap((entry) =>
    partsOf(statement, entry, copyNumber).map((part) => ({
      ...part,
      ...outcome(entry, part.credit, state),
      id: newId(),
    })),
  );
}

/** What of a line is told by its entry. */
export type Part = Omit<NewLine, 'id' | 'state' | 'reason'>;

/** The lines that an entry makes, whatever becomes of them. */
export function partsOf(statement: BankStatement, entry: Entry, copyNumber = 1): Part[] {
  const whole = wholeEntry(statement, entry, copyNumber);
  return tellsTransactions(entry) ? entry.details.map((detail) => transaction(whole, entry, detail)) : [whole];
}

function tellsTransactions({ details, batches, minor, currency, credit }: Entry): boolean {
  if (details.length < 2) return details.length === 1 && batches.every(({ count }) => count === null || count === 1);
  if (details.some((detail) => detail.minor === null || detail.currency !== currency)) return false;
  return minor === sumMinor(details.map((detail) => (detail.credit === credit ? 1 : -1) * (detail.minor ?? 0)));
}

function wholeEntry({ statementId, page, date }: BankStatement, entry: Entry, copyNumber: number): Part {
  const of = `${statementId}${page > 1 ? ` p.${page}` : ''}${copyNumber > 1 ? ` c.${copyNumber}` : ''}`;
  return {
    entryNumber: entry.number,
    detailNumber: 0,
    reference: `${of}/${date}/${entry.number}`,
    amountMinor: entry.minor,
    currency: entry.currency,
    credit: entry.credit,
    reversal: entry.reversal,
    bookingDate: entry.bookingDate ?? date,
    valueDate: entry.valueDate ?? entry.bookingDate ?? date,
    bankReference: entry.bankReference,
    endToEndId: null,
    texts: said([...entry.details.flatMap(({ texts }) => texts), ...entry.texts]),
    counterpartyName: null,
    counterpartyIban: null,
  };
}

/** A transaction; the only one of its entry has the entry's amount and side, in whatever currency the payer paid. */
function transaction(whole: Part, entry: Entry, detail: TransactionDetail): Part {
  const only = entry.details.length === 1;
  const { endToEndId } = detail;
  const credit = only ? entry.credit : detail.credit;
  return {
    ...whole,
    detailNumber: detail.number,
    reference: `${whole.reference}.${detail.number}`,
    amountMinor: only ? entry.minor : (detail.minor ?? entry.minor),
    credit,
    bankReference: detail.bankReference ?? entry.bankReference,
    endToEndId: endToEndId !== null && isReference(endToEndId) ? endToEndId : null,
    texts: said(only ? [...detail.texts, ...entry.texts] : detail.texts),
    counterpartyName: credit ? detail.debtorName : null,
    counterpartyIban: credit ? detail.debtorIban : null,
  };
}

/** Whether somebody gave a reference, and not a word in its place. */
export function isReference(given: string): boolean {
  return !PLACEHOLDERS.includes(folded(given));
}

/** What the payer says; a placeholder says nothing. */
function said(texts: readonly LineText[]): LineText[] {
  return texts.filter(({ field, text }) => field !== TextField.endToEndId || isReference(text)).slice(0, MOST_TEXTS);
}

function outcome({ status }: Entry, credit: boolean, state: StatementState): Pick<NewLine, 'state' | 'reason'> {
  if (status !== EntryStatus.booked) return { state: LineState.notBooked, reason: null };
  if (!credit) return { state: LineState.notOurs, reason: null };
  if (state === 'duplicate') return { state: LineState.noEffect, reason: null };
  return { state: LineState.undecided, reason: state === 'blocked' ? Reason.statementBlocked : Reason.noReference };
}
