import type { Order } from '@kervan/contracts';
import type { ShopProfile } from '../../shop/shop-profile.js';
import { firstOf } from '../attributes.js';
import { addressOf, buyerOf, type ShopAddress } from '../buyer.js';
import { Findings, fitting } from '../findings.js';
import { moneyOf } from '../money.js';
import { checkArticles, checkCurrency, checkInvoiceable, orderOf } from '../order.js';
import { payable, soldBy } from '../payable.js';
import { isDueWhilePending, paymentsOf } from '../payment.js';
import { type Delivery, type WhatItSays, Stage, Unusable } from '../reading.js';
import { plainText } from '../text.js';
import {
  SHOPIFY_TOPICS,
  type ShopifyAddress,
  type ShopifyHead,
  shopifyHead,
  shopifyOrder,
  type ShopifyOrder,
} from './shopify-order.js';
import { shopifyDocument } from './shopify-document.js';

/** The money is there, though some of it may have gone back since: what is refunded is told elsewhere. */
const PAID: readonly string[] = ['paid', 'partially_refunded'];

/**
 * What a Shopify order says.
 *
 * The topic is not signed, so it decides nothing: an order is cancelled where it says so itself.
 *
 * @throws {Unusable}
 */
export function readShopify({ topic }: Delivery, content: unknown, profile: ShopProfile): WhatItSays {
  if (!SHOPIFY_TOPICS.includes(topic)) {
    throw new Unusable([{ pointer: '#', code: 'unknown-topic', detail: 'Nothing is done about this topic.' }]);
  }
  const head = fitting(shopifyHead, content);
  const order = {
    orderKey: head.id,
    orderNumber: `${profile.code}-${head.order_number ?? head.id}`,
    version: Date.parse(head.updated_at),
  };
  if (head.test) return { kind: 'ignored', reason: 'test-order', orderNumber: order.orderNumber };
  if (head.cancelled_at) {
    const cancelledAt = new Date(head.cancelled_at).toISOString();
    const reason = plainText(head.cancel_reason) || 'cancelled in the shop';
    return { kind: 'event', event: { ...order, stage: Stage.cancelled, reason, cancelledAt } };
  }
  if (topic === 'orders/cancelled') {
    const detail = 'The topic says that the order is cancelled, the order does not.';
    const finding = { pointer: '#/cancelled_at', code: 'cancellation-without-date', detail };
    throw new Unusable([finding], order.orderNumber);
  }
  if (!isPayable(head, profile)) return { kind: 'event', event: { ...order, stage: Stage.unpaid } };
  const { mapping } = profile;
  return payable(order, {
    place: () => ({ order: placedOrder(fitting(shopifyOrder, content), order, profile), taxRates: {} }),
    sold() {
      const sold = soldBy((findings) => shopifyDocument(fitting(shopifyOrder, content), mapping, findings), mapping);
      return { sold, taxRates: {} };
    },
  });
}

function isPaid({ financial_status }: ShopifyHead): boolean {
  return PAID.includes(financial_status ?? '');
}

function isPayable(head: ShopifyHead, { mapping }: ShopProfile): boolean {
  const pending = head.financial_status === 'pending';
  return isPaid(head) || (pending && isDueWhilePending(mapping, head.payment_gateway_names));
}

function placedOrder(
  order: ShopifyOrder,
  { orderNumber, version }: { readonly orderNumber: string; readonly version: number },
  profile: ShopProfile,
): Order {
  const { mapping } = profile;
  const findings = new Findings();
  checkCurrency(order.currency, mapping.currency, ['currency'], findings);
  findings.settle();
  const document = shopifyDocument(order, mapping, findings);
  checkArticles(document, findings);
  const buyer = buyerIn(order, profile, findings);
  const payments = paymentsOf(
    {
      gateways: order.payment_gateway_names,
      paid: isPaid(order),
      totalMinor: document.totalMinor,
      at: ['payment_gateway_names'],
    },
    mapping,
    findings,
  );
  findings.settle();
  const placed = orderOf(
    {
      orderNumber,
      version,
      placedAt: new Date(order.processed_at ?? order.created_at).toISOString(),
      currency: order.currency,
      shopOrder: plainText(order.name) || order.id,
    },
    profile,
    {
      ...moneyOf(document, mapping),
      buyer,
      deliverTo: addressOf(addressIn(order.shipping_address ?? order.billing_address)),
      payments,
    },
  );
  checkInvoiceable(placed, findings, (pointer) => (pointer.startsWith('/taxes') ? ['tax_lines'] : ['line_items']));
  findings.settle();
  return placed;
}

function buyerIn(order: ShopifyOrder, { mapping }: ShopProfile, findings: Findings): Order['buyer'] {
  const [billing, at] = order.billing_address
    ? [order.billing_address, 'billing_address']
    : [order.shipping_address, 'shipping_address'];
  if (!billing) return null;
  const taxId = firstOf(order.note_attributes, mapping.taxIdFrom);
  return buyerOf(
    {
      firstName: billing.first_name,
      familyName: billing.last_name,
      company: billing.company,
      taxId: taxId?.text,
      taxOffice: firstOf(order.note_attributes, mapping.taxOfficeFrom)?.text,
      email: order.email,
      phone: billing.phone ?? order.phone,
      address: addressOf(addressIn(billing)),
      at: { name: [at, 'last_name'], taxId: ['note_attributes', taxId?.index ?? 0, 'value'], address: [at] },
    },
    findings,
  );
}

function addressIn(address: ShopifyAddress | null | undefined): ShopAddress {
  return {
    street: [address?.address1, address?.address2],
    city: address?.city,
    region: address?.province,
    postalCode: address?.zip,
    countryCode: address?.country_code,
  };
}
