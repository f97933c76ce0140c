import { type Amount, type ContentLine } from './inputs.js';
import { type Buyer, type LedgerLine, type Paid, type Tax, type Totals } from './ledger-lines.js';

/** What a customer and the seller agreed on; a line has its amount in the price bases that both know. */
export interface Agreed {
  /** This, the buyer and the shipping are absent in ledgers of a sandbox that did not tell them yet. */
  readonly currency?: string;
  readonly buyer?: Buyer;
  readonly lines: readonly ContentLine[];
  readonly shipping?: Amount;
  readonly taxes: readonly Tax[];
  readonly totals: Totals;
  readonly payments: readonly Paid[];
}

/** shops.jsonl: an order with all webhooks that tell of it, before the first is sent. */
export interface Ordered extends LedgerLine {
  readonly kind: 'ordered';
  readonly shop: string;
  readonly orderNumber: string;
  readonly expectation: string;
  readonly cancellation?: string;
  readonly agreed: Agreed;
  readonly webhooks: readonly { readonly id: string; readonly sends: number; readonly body?: string }[];
  readonly contentHash: string;
}

/** shops.jsonl: how one attempt to deliver a webhook was answered. */
export interface WebhookDelivered extends LedgerLine {
  readonly kind: 'delivered';
  readonly orderNumber: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly sending: number;
  readonly attempt: number;
  readonly sentAt: string;
  readonly answer: 'accepted' | 'refused' | 'unknown';
  readonly status?: number;
  readonly outcome?: string;
}

/** shops.jsonl: how one attempt to ping was answered. */
export interface Pinged extends LedgerLine {
  readonly kind: 'pinged';
  readonly shop: string;
  readonly ping: number;
  /** Absent in ledgers of a sandbox that tried once. */
  readonly attempt?: number;
  readonly answer: 'accepted' | 'refused' | 'unknown';
}

/** partner.jsonl: an interchange before its file is first dropped. */
export interface Interchange extends LedgerLine {
  readonly kind: 'interchange';
  readonly interchange: string;
  readonly expectation: 'acknowledged' | 'refused';
  readonly sends: number;
  readonly orders: readonly {
    readonly orderNumber: string;
    readonly message: string;
    readonly expectation: string;
    readonly agreed: Agreed;
  }[];
  readonly contentBase64: string;
  readonly contentHash: string;
}

/** partner.jsonl: a file that lies in the inbox. */
export interface Dropped extends LedgerLine {
  readonly kind: 'dropped';
  readonly interchange: string;
  readonly sending: number;
}

/** partner.jsonl: a CONTRL from the outbox. */
export interface Control extends LedgerLine {
  readonly kind: 'control';
  readonly interchange: string;
  readonly file: string;
  readonly fileTime: number;
  readonly action: string;
  readonly refusedMessages: readonly string[];
  readonly code?: string;
}

/** A transaction on a statement. */
export interface StatementLine {
  readonly bankReference: string;
  readonly direction: 'credit' | 'debit';
  readonly amount: string;
  readonly orderNumber?: string;
  readonly expectation: 'matched' | 'undecided' | 'one-of-two' | 'none';
}

/** bank.jsonl: a statement before it is first delivered. */
export interface Statement extends LedgerLine {
  readonly kind: 'statement';
  readonly statementId: string;
  readonly sequence: number;
  readonly opening: string;
  readonly closing: string;
  readonly lines: readonly StatementLine[];
  readonly xml: string;
  readonly contentHash: string;
}

/** bank.jsonl: how one attempt to deliver a statement was answered. */
export interface StatementDelivered extends LedgerLine {
  readonly kind: 'delivered';
  readonly statementId: string;
  readonly attempt: number;
  readonly answer: 'accepted' | 'refused' | 'unknown';
  readonly code?: string;
}
