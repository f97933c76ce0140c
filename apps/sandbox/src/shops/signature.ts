import { createHmac } from 'node:crypto';

/** Base64 of the HMAC-SHA256 over the very bytes of a body, as Shopify and WooCommerce sign their webhooks. */
export function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('base64');
}
