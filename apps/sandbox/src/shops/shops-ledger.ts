import { type AnswerClass } from '../delivery/answer-class.js';
import { type AgreedOrder } from '../world/agreed-order.js';
import { type Due } from '../world/transfer-habit.js';
import { type ShopExpectation } from './scripts.js';
import { type ShopName, type ShopPayment } from './shop-order.js';
import { type Webhook } from './vendor.js';

/** A webhook as the shop will send it, and how it is tampered with on the way, if it is. */
export interface PlannedWebhook extends Webhook {
  readonly sends: number;
  readonly onceBooked?: true;
  readonly tampering?: 'other-secret' | 'other-body';
}

/** An order placed in a shop, written with all its webhooks before the first is sent. */
export interface OrderedEntry {
  readonly kind: 'ordered';
  readonly shop: ShopName;
  readonly orderNumber: string;
  /** The shop's own number, which its counter goes on from. */
  readonly number: number;
  readonly payment: ShopPayment;
  readonly expectation: ShopExpectation;
  readonly cancellation?: 'first' | 'at-once' | 'once-completed';
  /** What the customer owes by transfer. */
  readonly due?: Due;
  readonly agreed: AgreedOrder;
  readonly webhooks: readonly PlannedWebhook[];
  /** SHA-256 of `agreed` and `webhooks`, whatever the order of their properties. */
  readonly contentHash: string;
}

/** The answer to one attempt of one of the sendings of a webhook. */
export interface DeliveredEntry {
  readonly kind: 'delivered';
  readonly orderNumber: string;
  readonly webhookId: string;
  /** As the header said it. */
  readonly deliveryId: string;
  readonly sending: number;
  /** The attempt, from 1 without gaps within its sending. */
  readonly attempt: number;
  readonly sentAt: string;
  readonly answer: AnswerClass;
  readonly status?: number;
  /** What the receiver made of it, in its own word: `accepted`, `duplicate`, `quarantined` or an error's code. */
  readonly outcome?: string;
}

/** The answer to one attempt of the ping that WooCommerce sends when a webhook is saved. */
export interface PingedEntry {
  readonly kind: 'pinged';
  readonly shop: ShopName;
  /** Counted from 1. */
  readonly ping: number;
  /** From 1 without gaps within its ping. */
  readonly attempt: number;
  readonly answer: AnswerClass;
  readonly status?: number;
}

/** What a line of shops.jsonl holds. */
export type ShopEntry = OrderedEntry | DeliveredEntry | PingedEntry;
