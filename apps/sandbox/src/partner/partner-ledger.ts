import { type AgreedOrder } from '../world/agreed-order.js';
import { type Due } from '../world/transfer-habit.js';

/** Where an order of the partner should end. */
export type PartnerExpectation = 'completed' | 'waiting-for-payment' | 'refused';

/** An order within an interchange. */
export interface PartnerOrder {
  readonly orderNumber: string;
  /** The partner's own number. */
  readonly number: string;
  /** The reference of its message in the interchange. */
  readonly message: string;
  readonly expectation: PartnerExpectation;
  readonly agreed: AgreedOrder;
  readonly due?: Due;
}

/** An interchange, written before its file is first dropped. */
export interface InterchangeEntry {
  readonly kind: 'interchange';
  readonly interchange: string;
  readonly repertoire: string;
  readonly orders: readonly PartnerOrder[];
  /** What its CONTRL should say. */
  readonly expectation: 'acknowledged' | 'refused';
  /** How often the same interchange is dropped, one file after another. */
  readonly sends: number;
  /** The bytes of the file. */
  readonly contentBase64: string;
  /** SHA-256 of `orders` and `contentBase64`, whatever the order of their properties. */
  readonly contentHash: string;
}

/** A file of an interchange that lies complete in the inbox of the seller. */
export interface DroppedEntry {
  readonly kind: 'dropped';
  readonly interchange: string;
  readonly sending: number;
  readonly file: string;
}

/** A CONTRL that the partner found in the seller's outbox. */
export interface ControlEntry {
  readonly kind: 'control';
  readonly interchange: string;
  readonly file: string;
  /** When the file was written, by the file system; tells two answers of one name apart. */
  readonly fileTime: number;
  readonly action: string;
  readonly refusedMessages: readonly string[];
  readonly code?: string;
}

/** What a line of partner.jsonl holds. */
export type PartnerEntry = InterchangeEntry | DroppedEntry | ControlEntry;
