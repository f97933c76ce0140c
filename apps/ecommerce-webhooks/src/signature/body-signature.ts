import { createHmac } from 'node:crypto';
import { isSame } from './constant-time.js';
import type { SigningKey } from '../shop/signing-key.js';

/**
 * Whether the signature is the base64 of HMAC-SHA256 over the body under one of the keys, as Shopify
 * (`X-Shopify-Hmac-SHA256`) and WooCommerce (`X-WC-Webhook-Signature`) sign. Neither signs a time.
 */
export function isBodySigned(body: Buffer, signature: string, keys: readonly SigningKey[]): boolean {
  return keys
    .map(({ bytes }) => createHmac('sha256', bytes).update(body).digest('base64'))
    .map((expected) => isSame(expected, signature))
    .includes(true);
}
