import { type AnswerClass } from '../delivery/answer-class.js';
import { type TransferHabit } from '../world/transfer-habit.js';

/** A line of a statement: a transfer that came in, or a fee that the bank took. */
export interface StatementLine {
  /** The bank's own reference of the transaction (AcctSvcrRef). */
  readonly bankReference: string;
  readonly direction: 'credit' | 'debit';
  readonly amount: string;
  readonly text: string;
  readonly endToEndId: string;
  readonly payer?: { readonly name: string; readonly iban: string };
  /** What the transfer truly pays; the seller's side has to find out. */
  readonly orderNumber?: string;
  readonly habit?: TransferHabit;
  /** What should become of it: matched with its order, left to a person, or, of an order's two, one of each. */
  readonly expectation: 'matched' | 'undecided' | 'one-of-two' | 'none';
}

/** A statement, written before it is first delivered. */
export interface StatementEntry {
  readonly kind: 'statement';
  readonly statementId: string;
  readonly messageId: string;
  /** The electronic sequence number: no day is left out. */
  readonly sequence: number;
  readonly iban: string;
  readonly date: string;
  readonly version: StatementVersion;
  readonly opening: string;
  readonly closing: string;
  readonly lines: readonly StatementLine[];
  readonly xml: string;
  /** SHA-256 of `lines` and `xml`, whatever the order of their properties. */
  readonly contentHash: string;
}

/** The versions of camt.053 that the bank writes. */
export type StatementVersion = '02' | '08';

/** The answer to one attempt to deliver a statement. */
export interface DeliveredStatementEntry {
  readonly kind: 'delivered';
  readonly statementId: string;
  /** The attempt, from 1 without gaps. */
  readonly attempt: number;
  readonly sentAt: string;
  readonly answer: AnswerClass;
  readonly status?: number;
  readonly code?: string;
}

/** What a line of bank.jsonl holds. */
export type BankEntry = StatementEntry | DeliveredStatementEntry;
