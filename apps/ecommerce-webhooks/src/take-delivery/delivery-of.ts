import { createHash } from 'node:crypto';
import type { Delivery } from '../read-order/reading.js';
import { Provider } from '../shop/shop-profile.js';
import { headerOf, type WebhookRequest } from '../signature/webhook-request.js';

const headers = {
  [Provider.shopify]: { id: 'x-shopify-webhook-id', topic: 'x-shopify-topic' },
  [Provider.woocommerce]: { id: 'x-wc-webhook-delivery-id', topic: 'x-wc-webhook-topic' },
  [Provider.standard]: { id: 'webhook-id', topic: undefined },
} as const satisfies Record<Provider, { readonly id: string; readonly topic: string | undefined }>;

const PLAIN = /^[\x21-\x7e]{1,128}$/;
const TOPIC = /^[a-z][a-z0-9_./-]{0,63}$/;

/** Vendors that give one id to several deliveries: WooCommerce makes it of the webhook and the second. */
const SHARING: ReadonlySet<Provider> = new Set([Provider.woocommerce]);

/** Whether deliveries of a vendor are told apart by their bodies too, not by their ids alone. */
export function sharesIds(provider: Provider): boolean {
  return SHARING.has(provider);
}

/**
 * What an authentic request delivers.
 *
 * A delivery whose id is missing or odd is known by its content: the same content again is the same delivery. A topic
 * that is missing or odd is an empty one.
 */
export function deliveryOf(request: WebhookRequest, provider: Provider, receivedAt: Date): Delivery {
  const { id, topic } = headers[provider];
  const [given, about] = [headerOf(request, id), topic === undefined ? undefined : headerOf(request, topic)];
  return {
    deliveryId: given !== undefined && PLAIN.test(given) ? given : `sha256:${bodyHash(request.body).toString('hex')}`,
    topic: about !== undefined && TOPIC.test(about) ? about : '',
    body: request.body,
    receivedAt,
  };
}

/** SHA-256 of the bytes of a body. */
export function bodyHash(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
