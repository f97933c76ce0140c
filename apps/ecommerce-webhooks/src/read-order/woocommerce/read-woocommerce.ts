import type { Order } from '@kervan/contracts';
import type { Mapping, ShopProfile } from '../../shop/shop-profile.js';
import { firstOf } from '../attributes.js';
import { addressOf, buyerOf, type ShopAddress } from '../buyer.js';
import { Findings, fitting } from '../findings.js';
import { isTaxMismatch, moneyOf } from '../money.js';
import { checkArticles, checkCurrency, checkInvoiceable, orderOf } from '../order.js';
import { payable, soldBy } from '../payable.js';
import { isDueWhilePending, paymentsOf } from '../payment.js';
import {
  type Delivery,
  type EventOfOrder,
  type ReadSold,
  Stage,
  type TaxRates,
  type ToldOrder,
  Unusable,
  type WhatItSays,
} from '../reading.js';
import { plainText } from '../text.js';
import { woocommerceDocument } from './woocommerce-document.js';
import {
  deletedOrder,
  WOOCOMMERCE_TOPICS,
  type WoocommerceAddress,
  type WoocommerceHead,
  woocommerceHead,
  woocommerceOrder,
  type WoocommerceOrder,
} from './woocommerce-order.js';
import { firstFollowed, firstTold, toldRates } from './woocommerce-rates.js';

const PAID: readonly string[] = ['processing', 'completed'];
const CANCELLED: readonly string[] = ['cancelled', 'trash'];
/** Statuses of WooCommerce itself in which nothing is paid, or not any more. */
const UNPAID: readonly string[] = ['pending', 'checkout-draft', 'failed', 'on-hold', 'refunded', 'auto-draft'];

/**
 * What a WooCommerce order says.
 *
 * The topic is not signed, so it decides nothing: an order is cancelled where its status says so, and deleted where
 * nothing is left of it but its id; what is changed after that has been restored. A status that a shop has made up is paid where the order has a date of payment.
 *
 * @throws {Unusable}
 */
export function readWoocommerce({ topic, receivedAt }: Delivery, content: unknown, profile: ShopProfile): WhatItSays {
  if (!WOOCOMMERCE_TOPICS.includes(topic)) {
    throw new Unusable([{ pointer: '#', code: 'unknown-topic', detail: 'Nothing is done about this topic.' }]);
  }
  const deleted = deletedOrder.safeParse(content);
  if (deleted.success) return deletion(deleted.data.id, receivedAt, profile);
  const head = fitting(woocommerceHead, content);
  const order = {
    orderKey: head.id,
    orderNumber: `${profile.code}-${head.number ?? head.id}`,
    version: Date.parse(head.date_modified_gmt),
  };
  if (CANCELLED.includes(head.status)) {
    const cancelledAt = new Date(head.date_modified_gmt).toISOString();
    const reason = `the shop's status is ${head.status}`;
    return { kind: 'event', event: { ...order, stage: Stage.cancelled, reason, cancelledAt } };
  }
  if (!isPayable(head, profile)) return { kind: 'event', event: { ...order, stage: Stage.unpaid } };
  return payable(order, toldOrder(content, order, profile));
}

function toldOrder(content: unknown, of: EventOfOrder, profile: ShopProfile): ToldOrder {
  const { mapping } = profile;
  return {
    place() {
      const order = fitting(woocommerceOrder, content);
      const taxRates = firstTold(order, [mapping.taxRates, toldRates(order)]);
      return { order: placedOrder(order, of, { ...profile, mapping: { ...mapping, taxRates } }), taxRates };
    },
    sold(placedWith) {
      const order = fitting(woocommerceOrder, content);
      const told = toldRates(order);
      const tellers = placedWith ? [placedWith, told, mapping.taxRates] : [mapping.taxRates, told];
      try {
        return soldAt(firstTold(order, tellers), order, mapping);
      } catch (error) {
        if (!isTaxMismatch(error)) throw error;
        return soldAt(firstFollowed(order, tellers), order, mapping);
      }
    },
  };
}

function soldAt(taxRates: TaxRates, order: WoocommerceOrder, mapping: Mapping): ReadSold {
  const by: Mapping = { ...mapping, taxRates };
  return { sold: soldBy((findings) => woocommerceDocument(order, by, findings), by), taxRates };
}

function deletion(id: string, receivedAt: Date, { code }: ShopProfile): WhatItSays {
  const order = { orderKey: id, orderNumber: `${code}-${id}`, version: receivedAt.getTime() };
  const deletion = { reason: 'deleted in the shop', cancelledAt: receivedAt.toISOString(), deleted: true } as const;
  return { kind: 'event', event: { ...order, stage: Stage.cancelled, ...deletion } };
}

function isPaid({ status, date_paid_gmt }: WoocommerceHead): boolean {
  return PAID.includes(status) || (!UNPAID.includes(status) && date_paid_gmt != null);
}

function isPayable(head: WoocommerceHead, { mapping }: ShopProfile): boolean {
  return isPaid(head) || (head.status === 'on-hold' && isDueWhilePending(mapping, [head.payment_method]));
}

function placedOrder(
  order: WoocommerceOrder,
  { orderNumber, version }: { readonly orderNumber: string; readonly version: number },
  profile: ShopProfile,
): Order {
  const { mapping } = profile;
  const findings = new Findings();
  checkCurrency(order.currency, mapping.currency, ['currency'], findings);
  findings.settle();
  const document = woocommerceDocument(order, mapping, findings);
  checkArticles(document, findings);
  const buyer = buyerIn(order, profile, findings);
  const payments = paymentsOf(
    {
      gateways: [order.payment_method],
      paid: isPaid(order),
      reference: plainText(order.transaction_id),
      totalMinor: document.totalMinor,
      at: ['payment_method'],
    },
    mapping,
    findings,
  );
  findings.settle();
  const placed = orderOf(
    {
      orderNumber,
      version,
      placedAt: new Date(order.date_created_gmt).toISOString(),
      currency: order.currency,
      shopOrder: order.number ?? order.id,
    },
    profile,
    { ...moneyOf(document, mapping), buyer, deliverTo: deliverTo(order), payments },
  );
  checkInvoiceable(placed, findings, (pointer) => (pointer.startsWith('/taxes') ? ['tax_lines'] : ['line_items']));
  findings.settle();
  return placed;
}

function buyerIn(order: WoocommerceOrder, { mapping }: ShopProfile, findings: Findings): Order['buyer'] {
  const { billing } = order;
  const attributes = order.meta_data.map(({ key, value }) => ({ name: key, value }));
  const taxId = firstOf(attributes, mapping.taxIdFrom);
  return buyerOf(
    {
      firstName: billing.first_name,
      familyName: billing.last_name,
      company: billing.company,
      taxId: taxId?.text,
      taxOffice: firstOf(attributes, mapping.taxOfficeFrom)?.text,
      email: billing.email,
      phone: billing.phone,
      address: addressOf(addressIn(billing)),
      at: { name: ['billing', 'last_name'], taxId: ['meta_data', taxId?.index ?? 0, 'value'], address: ['billing'] },
    },
    findings,
  );
}

function deliverTo({ shipping, billing }: WoocommerceOrder): Order['deliverTo'] {
  return (shipping && addressOf(addressIn(shipping))) ?? addressOf(addressIn(billing));
}

function addressIn(address: WoocommerceAddress): ShopAddress {
  return {
    street: [address.address_1, address.address_2],
    city: address.city,
    region: address.state,
    postalCode: address.postcode,
    countryCode: address.country,
  };
}
