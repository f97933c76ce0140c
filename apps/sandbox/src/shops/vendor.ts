import { createHash } from 'node:crypto';
import { shopifyPayload } from './shopify-payload.js';
import { woocommercePayload } from './woocommerce-payload.js';
import { type Happening } from './scripts.js';
import { type Moment, type ShopName, type ShopOrder } from './shop-order.js';

/** A webhook as it goes out, whatever the attempt: what is signed, and how it is told apart. */
export interface Webhook {
  readonly id: string;
  readonly eventId: string;
  readonly topic: string;
  readonly triggeredAt: string;
  readonly body: string;
}

/** How one make of shop software tells of its orders. */
export interface Vendor {
  topicOf(happening: Happening): string;
  /** The id that marks one attempt to deliver a webhook. */
  deliveryIdOf(webhook: Webhook, attempt: string): string;
  payload(order: ShopOrder, moment: Moment): object;
  headers(webhook: Webhook, deliveryId: string, signature: string): Readonly<Record<string, string>>;
}

const SHOPIFY_TOPICS: Readonly<Record<Happening, string>> = {
  created: 'orders/create',
  updated: 'orders/updated',
  paid: 'orders/paid',
  cancelled: 'orders/cancelled',
};

/** A retry keeps the id of the first delivery and its content. */
const shopify: Vendor = {
  topicOf: (happening) => SHOPIFY_TOPICS[happening],
  deliveryIdOf: ({ id }) => id,
  payload: shopifyPayload,
  headers: ({ eventId, topic, triggeredAt }, deliveryId, signature) => ({
    'content-type': 'application/json',
    'user-agent': 'Shopify-Captain-Hook',
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': signature,
    'x-shopify-shop-domain': 'moda-ornek.myshopify.com',
    'x-shopify-api-version': '2026-10',
    'x-shopify-webhook-id': deliveryId,
    'x-shopify-event-id': eventId,
    'x-shopify-triggered-at': triggeredAt,
  }),
};

/** Every delivery has an id of its own, also one that repeats another. */
const woocommerce: Vendor = {
  topicOf: (happening) => (happening === 'created' ? 'order.created' : 'order.updated'),
  deliveryIdOf: ({ id }, attempt) => createHash('md5').update(`${id} ${attempt}`).digest('hex'),
  payload: woocommercePayload,
  headers: ({ topic }, deliveryId, signature) => ({
    'content-type': 'application/json',
    'user-agent': 'WooCommerce/10.3.0 Hookshot (WordPress/6.9)',
    'x-wc-webhook-source': 'https://ev.example/',
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-resource': 'order',
    'x-wc-webhook-event': topic.replace('order.', ''),
    'x-wc-webhook-signature': signature,
    'x-wc-webhook-id': '7',
    'x-wc-webhook-delivery-id': deliveryId,
  }),
};

/** What software each shop runs on. */
export const VENDORS: Readonly<Record<ShopName, Vendor>> = { moda: shopify, ev: woocommerce };
