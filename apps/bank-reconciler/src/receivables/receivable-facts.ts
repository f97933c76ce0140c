import {
  InvoiceNumberAssigned,
  InvoiceNumberVoided,
  type Mode,
  OrderCancelled,
  OrderCompleted,
  OrderPlaced,
  OrderReversed,
  OrderTaken,
  PaymentStatus,
  type Reference,
} from '@kervan/contracts';
import type { Received } from '@kervan/messaging';
import { sumMinor } from '@kervan/commerce';
import { keyOf } from '../matching/reference-keys.js';
import { isSound } from './sound-order.js';

/** What is told of an order, or of its invoice, that decides what is to be paid. */
export type ReceivableEvent =
  | OrderPlaced
  | OrderTaken
  | OrderCancelled
  | OrderReversed
  | OrderCompleted
  | InvoiceNumberAssigned
  | InvoiceNumberVoided;

/** What kind of number a key is. */
export const KeyKind = { order: 'order', reference: 'reference', invoice: 'invoice' } as const;

export type KeyKind = (typeof KeyKind)[keyof typeof KeyKind];

export interface ReceivableKey {
  readonly orderId: string;
  readonly kind: KeyKind;
  readonly key: string;
}

/** An order as far as its payment goes; no buyer. */
export interface PlacedReceivable {
  readonly orderId: string;
  readonly version: number;
  readonly company: string;
  readonly mode: Mode;
  readonly currency: string;
  /** The sum of the payments that are due; 0 where everything is paid. */
  readonly amountMinor: number;
  readonly orderNumber: string;
  readonly placedAt: string;
  readonly keys: readonly ReceivableKey[];
}

/** Why nothing is to be paid any more; `cancelled` alone is a wish, which the ends of the order stand above. */
export type Closed = 'cancelled' | 'reversed' | 'completed';

/** What some events tell, at most one of each kind an order. */
export interface ReceivableFacts {
  /** As the orders' own records say, which counts until order-orchestrator has said anything. */
  readonly placed: readonly PlacedReceivable[];
  /** As order-orchestrator says last. */
  readonly taken: readonly PlacedReceivable[];
  readonly closed: readonly ClosedFact[];
  /** The number that an invoice has now; `number` is null where `voided` was taken away. */
  readonly invoices: readonly InvoiceFact[];
}

export interface ClosedFact {
  readonly orderId: string;
  readonly closed: Closed;
  /** Of a completed order, the payments that it has taken; null where none of the events that tell its end says so. */
  readonly settledPayments?: OrderCompleted['settledPayments'];
}

export interface InvoiceFact {
  readonly orderId: string;
  readonly number: string | null;
  readonly voided: string | null;
}

/** References that payers write, beside the order number. */
const PAYERS_REFERENCES = ['buyer_order', 'shop_order'];

/**
 * Sums up events that come in the order of their topics; of two that tell the same kind of thing the later counts.
 *
 * Of an order's own records the first that is sound counts, whatever the version of another, as for the saga. A release of
 * order-orchestrator that does not say what is due says nothing here.
 */
export function factsOf(events: readonly Received<ReceivableEvent>[]): ReceivableFacts {
  const placed = new Map<string, PlacedReceivable>();
  const taken = new Map<string, PlacedReceivable>();
  const closed = new Map<string, ClosedFact>();
  const invoices = new Map<string, InvoiceFact>();
  for (const event of events) {
    const { orderId } = event.data;
    if (isOf(event, OrderPlaced)) {
      if (!placed.has(orderId) && isSound(event.data.order)) placed.set(orderId, placedReceivable(event.data));
    } else if (isOf(event, OrderTaken)) {
      const { receivable } = event.data;
      if (receivable) taken.set(orderId, { orderId, ...withKeys(orderId, receivable), amountMinor: receivable.dueMinor });
    } else if (isOf(event, OrderCancelled)) closed.set(orderId, closed.get(orderId) ?? { orderId, closed: 'cancelled' });
    else if (isOf(event, OrderReversed)) closed.set(orderId, { orderId, closed: 'reversed' });
    else if (isOf(event, OrderCompleted)) {
      const settledPayments = event.data.settledPayments ?? closed.get(orderId)?.settledPayments ?? null;
      closed.set(orderId, { orderId, closed: 'completed', settledPayments });
    } else if (isOf(event, InvoiceNumberAssigned)) {
      invoices.set(orderId, { orderId, number: event.data.invoice.number, voided: null });
    } else if (isOf(event, InvoiceNumberVoided)) {
      invoices.set(orderId, { orderId, number: null, voided: event.data.invoiceNumber });
    }
  }
  return {
    placed: [...placed.values()],
    taken: [...taken.values()],
    closed: [...closed.values()],
    invoices: [...invoices.values()],
  };
}

function placedReceivable({ orderId, order }: OrderPlaced): PlacedReceivable {
  const due = order.payments.filter(({ status }) => status === PaymentStatus.due);
  return { orderId, ...withKeys(orderId, order), amountMinor: sumMinor(due.map(({ amountMinor }) => amountMinor)) };
}

type Named = Omit<PlacedReceivable, 'orderId' | 'amountMinor' | 'keys'> & { readonly references: readonly Reference[] };

/** What is told of an order, with the numbers by which payers name it. */
function withKeys(
  orderId: string,
  { version, company, mode, currency, orderNumber, placedAt, references }: Named,
): Omit<PlacedReceivable, 'orderId' | 'amountMinor'> {
  const written = references.filter(({ type }) => PAYERS_REFERENCES.includes(type)).map(({ value }) => value);
  const keys = [...keysOf(orderId, KeyKind.order, [orderNumber]), ...keysOf(orderId, KeyKind.reference, written)];
  return { version, company, mode, currency, orderNumber, placedAt, keys };
}

/** The numbers as they are looked up; those that tell nothing are left out. */
export function keysOf(orderId: string, kind: KeyKind, numbers: readonly string[]): ReceivableKey[] {
  const keys = numbers.map(keyOf).filter((key) => key !== undefined);
  return [...new Set(keys)].map((key) => ({ orderId, kind, key }));
}

function isOf<T extends ReceivableEvent>(
  event: Received<ReceivableEvent>,
  type: { readonly fullName: string; of(data: T): unknown },
): event is Received<T> {
  return event.type.fullName === type.fullName;
}
