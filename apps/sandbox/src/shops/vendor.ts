import { createHmac } from 'node:crypto';
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
  /** The id under which a webhook goes out at an instant. */
  deliveryIdOf(webhook: Webhook, sentAt: Date): string;
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

/** By which WooCommerce knows the one webhook that is set up in the shop. */
const WOOCOMMERCE_WEBHOOK = '7';
const WORDPRESS_SALT = 'salt of ev';

/** As `wp_hash(webhook id . second)`: all that goes out in one second has one id, and what is sent again later another. */
const woocommerce: Vendor = {
  topicOf: (happening) => (happening === 'created' ? 'order.created' : 'order.updated'),
  deliveryIdOf: (_webhook, sentAt) => {
    const second = Math.floor(sentAt.getTime() / 1_000);
    return createHmac('md5', WORDPRESS_SALT).update(`${WOOCOMMERCE_WEBHOOK}${second}`).digest('hex');
  },
  payload: woocommercePayload,
  headers: ({ topic }, deliveryId, signature) => ({
    'content-type': 'application/json',
    'user-agent': 'WooCommerce/10.3.0 Hookshot (WordPress/6.9)',
    'x-wc-webhook-source': 'https://ev.example/',
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-resource': 'order',
    'x-wc-webhook-event': topic.replace('order.', ''),
    'x-wc-webhook-signature': signature,
    'x-wc-webhook-id': WOOCOMMERCE_WEBHOOK,
    'x-wc-webhook-delivery-id': deliveryId,
  }),
};

/** What software each shop runs on. */
export const VENDORS: Readonly<Record<ShopName, Vendor>> = { moda: shopify, ev: woocommerce };
