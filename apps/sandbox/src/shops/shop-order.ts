import { type Customer } from './customer.js';
import { type PricedOrder } from './order-arithmetic.js';

/** The two web shops. */
export const SHOPS = ['moda', 'ev'] as const;

export type ShopName = (typeof SHOPS)[number];

/** How a customer pays: by card at once, by a card payment still open, or by bank transfer. */
export type ShopPayment = 'card' | 'card-open' | 'transfer';

/** Where an order stands in its shop when a webhook tells of it. */
export type Stage = 'placed' | 'paid' | 'changed' | 'cancelled';

/** One order of a shop as its store keeps it; it has `moments`, the webhooks tell of them. */
export interface ShopOrder {
  readonly shop: ShopName;
  /** The number that the customer sees, and the shop's own id follows from. */
  readonly number: number;
  readonly customer: Customer;
  readonly priced: PricedOrder;
  readonly payment: ShopPayment;
  /** A trial of the checkout, with no money behind it. */
  readonly test: boolean;
}

/** A moment of an order: its stage, and when it was reached. */
export interface Moment {
  readonly stage: Stage;
  readonly placedAt: Date;
  readonly changedAt: Date;
}

/** The readable natural key of a shop's order. */
export function orderNumberOf({ shop, number }: Pick<ShopOrder, 'shop' | 'number'>): string {
  return `${shop}-${number}`;
}

/** The moment at which an order reached a stage; each stage comes a second after the one before. */
export function momentOf(stage: Stage, placedAt: Date): Moment {
  const seconds = { placed: 0, paid: 1, changed: 2, cancelled: 3 }[stage];
  return { stage, placedAt, changedAt: new Date(placedAt.getTime() + seconds * 1000) };
}

/** Tells whether the shop has the money at a moment. */
export function isPaid({ payment }: ShopOrder, { stage }: Moment): boolean {
  return payment === 'card' || (payment === 'card-open' && stage !== 'placed');
}

/** A moment in the time of the shops (Turkey), to the second and with its offset. */
export function withOffset(instant: Date): string {
  return `${inTurkey(instant)}+03:00`;
}

/** A moment in the time of the shops, to the second and without an offset. */
export function inTurkey(instant: Date): string {
  return new Date(instant.getTime() + 3 * 3_600_000).toISOString().slice(0, 19);
}
