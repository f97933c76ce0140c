import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownInstallation } from '../inspect/installation.js';
import { urlOf } from '../platform/services.js';
import { shopSecretsIn } from '../platform/shop-secrets.js';
import { Refusal } from '../stack/refusal.js';
import { get, post, told, type Sent } from './sent.js';

/** The makes of shop software that a webhook can be sent as; each is a shop of the local installation. */
export const VENDORS = {
  shopify: { shop: 'moda', topic: 'orders/create', headers: shopifyHeaders },
  woocommerce: { shop: 'ev', topic: 'order.created', headers: woocommerceHeaders },
} as const;

export type VendorName = keyof typeof VENDORS;

/**
 * Signs a file's very bytes as a vendor does, and delivers them to the vendor's shop under a new delivery id.
 *
 * What is quarantined is told with the findings. @throws {Refusal} where the shop has no secret here.
 */
export async function sendWebhook(
  vendor: VendorName,
  body: Buffer,
  topic: string | undefined,
  installation: KnownInstallation,
): Promise<Sent> {
  const { shop, headers, topic: usual } = VENDORS[vendor];
  const signed = headers(topic ?? usual, signatureOf(body, secretOf(shop, installation)));
  const base = urlOf('ecommerce-webhooks', installation);
  const json = { 'content-type': 'application/json' };
  const answer = await post(`${base}/v1/shops/${shop}/webhooks`, { ...json, ...signed }, body);
  const sent = told(answer);
  const { status, id } = (answer.json ?? {}) as { status?: unknown; id?: unknown };
  if (status !== 'quarantined') return sent;
  const quarantined = await get(`${base}/v1/quarantine/${String(id)}`, installation.secrets.operatorKey);
  const { findings } = (quarantined.json ?? {}) as { findings?: unknown };
  return { ...sent, text: `${sent.text}\nIt cannot be used as it is: ${JSON.stringify(findings, undefined, 2)}` };
}

/** Base64 of the HMAC-SHA256 over the bytes, as Shopify and WooCommerce sign. */
export function signatureOf(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

function secretOf(shop: string, { folder }: KnownInstallation): string {
  const file = join(shopSecretsIn(folder), shop);
  if (!existsSync(file)) throw new Refusal(`The shop ${shop} has no secret in ${file}: run npm start once.`);
  return readFileSync(file, 'utf8').trim();
}

function shopifyHeaders(topic: string, signature: string): Record<string, string> {
  return {
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': signature,
    'x-shopify-shop-domain': 'moda-ornek.myshopify.com',
    'x-shopify-api-version': '2026-10',
    'x-shopify-webhook-id': randomUUID(),
    'x-shopify-event-id': randomUUID(),
    'x-shopify-triggered-at': new Date().toISOString(),
  };
}

function woocommerceHeaders(topic: string, signature: string): Record<string, string> {
  return {
    'x-wc-webhook-source': 'https://ev.example/',
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-resource': topic.split('.')[0] ?? topic,
    'x-wc-webhook-event': topic.split('.')[1] ?? topic,
    'x-wc-webhook-signature': signature,
    'x-wc-webhook-id': '7',
    'x-wc-webhook-delivery-id': randomUUID().replaceAll('-', ''),
  };
}
