import type { LineText } from '../matching/matching-rule.js';

/** Where in the file something was read. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/** One file of a bank: a camt.053 message. */
export interface StatementFile {
  readonly messageId: string;
  readonly messagePage: number;
  readonly statements: readonly BankStatement[];
}

/** What a bank says of one account over some time. Amounts are minor units, never negative; `credit` tells the side. */
export interface BankStatement {
  readonly at: Place;
  readonly statementId: string;
  /** From 1; a long statement goes on over several pages. */
  readonly page: number;
  readonly lastPage: boolean;
  readonly electronicNumber: string | null;
  readonly legalNumber: string | null;
  /** The day that it closes: of its closing balance, else of its end, else of its making. */
  readonly date: string;
  /** Whether the bank says that it is a copy or a duplicate of another. */
  readonly copy: boolean;
  readonly account: StatementAccount;
  readonly balances: readonly Balance[];
  readonly totals: readonly ControlTotal[];
  readonly entries: readonly Entry[];
}

export interface StatementAccount {
  readonly at: Place;
  /** In capitals, without spaces. */
  readonly number: string;
  readonly isIban: boolean;
  /** Its own, else of the first balance or entry; null where none is told. One number may be kept in several. */
  readonly currency: string | null;
}

export interface Balance {
  readonly at: Place;
  /** OPBD, CLBD, PRCD, ITBD and so on; a bank's own code as it is. */
  readonly type: string;
  readonly minor: number;
  readonly currency: string;
  readonly credit: boolean;
  readonly date: string;
}

/** What the bank says of how many entries there are, and of their sum: of all, or of one side. */
export interface ControlTotal {
  readonly at: Place;
  readonly of: 'all' | 'credits' | 'debits';
  readonly count: number | null;
  /** In hundred-thousandths of the currency, as the bank may give five places. */
  readonly sum: bigint | null;
}

/** Whether the bank has booked an entry. */
export const EntryStatus = { booked: 'BOOK', pending: 'PDNG', info: 'INFO', other: 'OTHER' } as const;

export type EntryStatus = (typeof EntryStatus)[keyof typeof EntryStatus];

export interface Entry {
  readonly at: Place;
  /** From 1, in the order of the statement. */
  readonly number: number;
  readonly minor: number;
  readonly currency: string;
  readonly credit: boolean;
  /** Whether it takes another entry back; the side is that of `credit` all the same. */
  readonly reversal: boolean;
  readonly status: EntryStatus;
  readonly bookingDate: string | null;
  readonly valueDate: string | null;
  readonly bankReference: string | null;
  readonly batches: readonly Batch[];
  readonly details: readonly TransactionDetail[];
  readonly texts: readonly LineText[];
}

/** What the bank says of the transactions behind one entry. */
export interface Batch {
  readonly at: Place;
  readonly count: number | null;
  readonly sum: bigint | null;
}

export interface TransactionDetail {
  readonly at: Place;
  /** From 1, in the order of the entry. */
  readonly number: number;
  readonly minor: number | null;
  readonly currency: string | null;
  readonly credit: boolean;
  readonly endToEndId: string | null;
  readonly bankReference: string | null;
  readonly texts: readonly LineText[];
  readonly debtorName: string | null;
  readonly debtorIban: string | null;
  /** The IBANs of both sides, to be checked. */
  readonly ibans: readonly { readonly at: Place; readonly number: string }[];
}
