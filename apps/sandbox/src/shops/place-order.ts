import { randomUUID } from 'node:crypto';
import { canonicalHash } from '../canonical-hash.js';
import { fromKurus, toKurus } from '../money.js';
import { agreedOrderOf } from './agreed-order.js';
import { payerNameOf } from './customer.js';
import { type PlannedShopOrder } from './plan-shops.js';
import { type Fault, type Notice } from './scripts.js';
import { momentOf, orderNumberOf, type ShopOrder } from './shop-order.js';
import { type OrderedEntry, type PlannedWebhook } from './shops-ledger.js';
import { VENDORS } from './vendor.js';

/** Places a planned order now: its ledger entry, with every webhook that will tell of it. */
export function placeOrder({ order, script }: PlannedShopOrder, placedAt: Date): OrderedEntry {
  const { shop, number, customer, priced, payment } = order;
  const { expectation, cancellation, habit } = script;
  const orderNumber = orderNumberOf(order);
  const agreed = agreedOrderOf(order);
  const webhooks = script.notices.map((notice) => webhookOf(order, notice, placedAt, script.fault));
  const due = habit && {
    orderNumber,
    payersNumber: orderNumber,
    amount: fromKurus(priced.gross),
    payer: payerNameOf(customer),
    habit,
  };
  const contentHash = canonicalHash({ agreed, webhooks });
  return {
    kind: 'ordered',
    shop,
    orderNumber,
    number,
    payment,
    expectation,
    cancellation,
    due,
    agreed,
    webhooks,
    contentHash,
  };
}

function webhookOf(order: ShopOrder, notice: Notice, placedAt: Date, fault: Fault | undefined): PlannedWebhook {
  const vendor = VENDORS[order.shop];
  const moment = momentOf(notice.stage, placedAt);
  const payload = vendor.payload(order, moment) as Payload;
  const { sends, onceBooked } = notice;
  return {
    id: randomUUID(),
    eventId: randomUUID(),
    topic: vendor.topicOf(notice.happening),
    triggeredAt: moment.changedAt.toISOString(),
    body: JSON.stringify(spoiled(payload, fault)),
    sends,
    onceBooked,
    tampering: fault === 'forged' ? 'other-secret' : fault === 'tampered' ? 'other-body' : undefined,
  };
}

interface Payload {
  readonly line_items: readonly object[];
  readonly total?: string;
  readonly total_price?: string;
}

function spoiled(payload: Payload, fault: Fault | undefined): Payload {
  if (fault === 'line-without-sku') {
    return { ...payload, line_items: payload.line_items.map((line) => ({ ...line, sku: null })) };
  }
  if (fault !== 'total-one-lira-more') return payload;
  const more = (amount: string): string => fromKurus((toKurus(amount) ?? 0n) + 100n);
  if (payload.total_price !== undefined) return { ...payload, total_price: more(payload.total_price) };
  return { ...payload, total: more(payload.total ?? '0') };
}
