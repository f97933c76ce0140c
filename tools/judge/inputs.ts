import { type Allowance, type Buyer, type Paid, type Tax, type Totals } from './ledger-lines.js';

/** The way by which an input comes in. */
export type Channel = 'till' | 'shop' | 'edi' | 'other';

/** An amount in the price bases that the source tells. */
export interface Amount {
  readonly net?: string;
  readonly gross?: string;
}

/** A line of goods. */
export interface ContentLine extends Amount {
  readonly articleId: string;
  /** Absent in ledgers that do not tell it. */
  readonly quantity?: string;
  /** This, unit and price of one are those of the source, where the documents have them in its words. */
  readonly name?: string;
  readonly unitCode?: string;
  readonly unitPrice?: string;
  /** Percent of tax, where the source tells it by line. */
  readonly rate?: string;
}

/** What was agreed with the customer, which every document has to say again. */
export interface Content {
  /** The seller's company, and whether it is real business (`live`) or a `test`. */
  readonly company?: string;
  readonly mode?: string;
  /** The day in Türkiye (YYYY-MM-DD) on which it was sold or ordered; absent where nobody has written that down. */
  readonly businessDate?: string;
  /** Absent where nobody has written down what was agreed. */
  readonly currency?: string;
  /** `null` where nobody was named; absent where nobody has written down who it was. */
  readonly buyer?: Buyer | null;
  readonly lines: readonly ContentLine[];
  /** On the whole, where the documents have them in the words of the source. */
  readonly discounts?: readonly Allowance[];
  /** What is charged on the whole, such as for shipping. */
  readonly charged?: Amount;
  readonly taxes: readonly Tax[];
  readonly totals: Totals;
  readonly payments: readonly Paid[];
  /** What was paid, where a person let it be other than the gross total. */
  readonly paid?: string;
  readonly invoiced: boolean;
}

/** One order, whichever way it came in, with what its sender was answered. */
export interface Input {
  readonly channel: Channel;
  /** The row that it is counted in. */
  readonly kind: string;
  readonly orderNumber: string;
  /** Whether the number was used before, with another content. */
  readonly altered?: boolean;
  /** Where it should end, by the script of whoever sent it. */
  readonly expectation: string;
  readonly content: Content;
  readonly outcome: 'accepted' | 'refused' | 'unanswered';
  /** Whether its sender takes it back in the middle of things, so that it may be too late. */
  readonly takenBack: boolean;
  /** Whether a cancellation was sent, and accepted. */
  readonly cancellation?: 'sent' | 'accepted';
  /** The id that the sender was given. */
  readonly id?: string;
  readonly sentAt?: string;
  /** When its sender wrote it down, before it was first sent. */
  readonly writtenAt?: string;
}

/** Tells whether an input must leave no trace in the outside world. */
export function leavesNoTrace({ expectation }: Pick<Input, 'expectation'>): boolean {
  return expectation === 'refused' || expectation === 'nothing' || expectation === 'quarantined';
}
