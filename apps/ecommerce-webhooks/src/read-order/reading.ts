import type { Order } from '@kervan/contracts';
import type { ProblemFinding } from '@kervan/service-host';

/** An authentic delivery, before anything in it was read. */
export interface Delivery {
  /** The vendor's id of it, the same whenever it is sent again; some vendors give it to other deliveries as well. */
  readonly deliveryId: string;
  /** What it is about, by the vendor's word; signed by no vendor but in the body. */
  readonly topic: string;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

/** How far an order has come in its shop, as far as it matters here; of one version the later stage counts. */
export const Stage = {
  /** Nothing is started yet. */
  unpaid: 'unpaid',
  /** Paid, or to be paid by transfer: the order is placed. */
  payable: 'payable',
  cancelled: 'cancelled',
} as const;

export type Stage = (typeof Stage)[keyof typeof Stage];

/** The version of an event after which nothing newer comes. */
export const FINAL_VERSION = Number.MAX_SAFE_INTEGER;

/** Which order an event tells of, and when. */
export interface EventOfOrder {
  /** The shop's own id of the order: its natural key, for ever. */
  readonly orderKey: string;
  /** The number by which people know it, with the shop before it. */
  readonly orderNumber: string;
  /** Rises with every change in the shop. */
  readonly version: number;
}

/** Percentages by the vendor's tax rate id. */
export type TaxRates = Readonly<Record<string, string>>;

/** What is sold and what it costs. */
export type Sold = Pick<
  Order,
  'currency' | 'pricesIncludeTax' | 'lines' | 'discounts' | 'charges' | 'taxes' | 'totals'
>;

/** An order that can be placed. */
export interface Placeable {
  readonly order: Order;
  /** What it was read at; empty where orders tell theirs with each amount. */
  readonly taxRates: TaxRates;
}

/** What is sold by an order. */
export interface ReadSold {
  readonly sold: Sold;
  /** What it was read at; empty where orders tell theirs with each amount. */
  readonly taxRates: TaxRates;
}

/** An order as a delivery tells it; it is translated when, and as far as, that is asked for. */
export interface ToldOrder {
  /** The whole of it, by the shop's profile. @throws {Unusable} */
  place(): Placeable;
  /**
   * What is sold and what it costs, for which the profile needs to say nothing of buyers, payments, articles, currency
   * and exemption.
   *
   * @param placedWith what the order was placed with: it counts before what the event tells, and that before the profile.
   * Null where it is not known: the profile counts first. Where the event's taxes do not follow so, of each rate the first
   * of these counts that its tax follows from.
   * @throws {Unusable}
   */
  sold(placedWith: TaxRates | null): ReadSold;
}

/** What a delivery says of one order, in our words. */
export type ShopEvent = EventOfOrder &
  (
    | { readonly stage: typeof Stage.unpaid }
    | ({ readonly stage: typeof Stage.payable } & ToldOrder)
    | {
        readonly stage: typeof Stage.cancelled;
        readonly reason: string;
        readonly cancelledAt: string;
        /** It tells the order's id alone: its number is a stand-in, and it is newer than whatever is known. */
        readonly deleted?: true;
      }
  );

/** What became of reading a delivery. */
export type Reading = WhatItSays & {
  /** What it was about, by the vendor's word. */
  readonly topic: string;
};

/** What a delivery says, or that it cannot be used. */
export type WhatItSays =
  | { readonly kind: 'event'; readonly event: ShopEvent }
  | { readonly kind: 'ignored'; readonly reason: string; readonly orderNumber: string }
  | { readonly kind: 'unusable'; readonly findings: readonly ProblemFinding[]; readonly orderNumber?: string };

/** Thrown while a delivery is read that cannot be used as it is; the findings hold no personal data. */
export class Unusable extends Error {
  constructor(
    readonly findings: readonly ProblemFinding[],
    /** The order that it is about, where that much could be read. */
    readonly orderNumber?: string,
  ) {
    super(`not usable: ${findings.map(({ code }) => code).join(', ')}`);
    this.name = 'Unusable';
  }
}
