import type { LineText } from './matching-rule.js';

/** How far a bank line has come. */
export const LineState = {
  matched: 'matched',
  /** It waits for a person, or for the receivable that it names; see its reason. */
  undecided: 'undecided',
  /** A person has decided that it pays nothing of ours. */
  left: 'left',
  /** A debit. */
  notOurs: 'not-ours',
  /** Announced by the bank, not booked. */
  notBooked: 'not-booked',
  /** A credit of a statement that has no effect. */
  noEffect: 'no-effect',
} as const;

export type LineState = (typeof LineState)[keyof typeof LineState];

/** A bank line on its way into the table: a transaction of an entry, or an entry that tells no transactions. */
export interface NewLine {
  readonly id: string;
  readonly entryNumber: number;
  /** From 1; 0 is the entry itself. */
  readonly detailNumber: number;
  /** Names the line for ever: statement, date, entry and transaction. */
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly credit: boolean;
  readonly reversal: boolean;
  readonly bookingDate: string;
  readonly valueDate: string;
  readonly bankReference: string | null;
  readonly endToEndId: string | null;
  readonly texts: readonly LineText[];
  readonly counterpartyName: string | null;
  readonly counterpartyIban: string | null;
  readonly state: LineState;
  readonly reason: string | null;
}
