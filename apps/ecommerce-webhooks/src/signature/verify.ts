import { randomBytes } from 'node:crypto';
import type { Problem } from '@kervan/service-host';
import { Provider, TOLERANCE_SECONDS } from '../shop/shop-profile.js';
import type { Shop } from '../shop/shops.file.js';
import { isLive, type SigningKey } from '../shop/signing-key.js';
import { webhookProblems } from '../take-delivery/webhook.problems.js';
import { isBodySigned } from './body-signature.js';
import { bearsStandardHeaders, isStandardSigned, isTimely } from './standard-webhooks.js';
import { headerOf, type WebhookRequest } from './webhook-request.js';

const CHALLENGE = { 'www-authenticate': 'Webhook-Signature realm="kervan"' };

/** What requests to no shop are compared with, so that they take as long as those to a shop with one secret. */
const nobodysKey: SigningKey = { name: '', bytes: randomBytes(32), notBefore: -Infinity, notAfter: Infinity };

const signatureHeaders = {
  [Provider.shopify]: 'x-shopify-hmac-sha256',
  [Provider.woocommerce]: 'x-wc-webhook-signature',
} as const;

/**
 * Lets a request pass that is signed by the shop under one of its keys of this moment, and in time where its scheme
 * signs one.
 *
 * The answer to any other follows from the request and the clock alone: whether there is such a shop, what it runs on
 * and how old it lets deliveries be shows in none.
 *
 * @throws {Problem} 401 `invalid-signature` or `timestamp-out-of-tolerance`.
 */
export function verify(request: WebhookRequest, shop: Shop | undefined, now: number): asserts shop is Shop {
  const keys = (shop?.keys ?? []).filter((key) => isLive(key, now));
  const signed = isSigned(request, shop?.profile.provider ?? Provider.shopify, keys.length > 0 ? keys : [nobodysKey]);
  if (!shop || keys.length === 0 || !signed || !isInTime(request, shop, now)) throw refusal(request, now);
}

function isSigned(request: WebhookRequest, provider: Provider, keys: readonly SigningKey[]): boolean {
  if (provider === Provider.standard) return isStandardSigned(request, keys);
  return isBodySigned(request.body, headerOf(request, signatureHeaders[provider]) ?? '', keys);
}

function isInTime(request: WebhookRequest, { profile }: Shop, now: number): boolean {
  return profile.provider !== Provider.standard || isTimely(request, now, profile.toleranceSeconds);
}

function refusal(request: WebhookRequest, now: number): Problem {
  const late = bearsStandardHeaders(request) && !isTimely(request, now, TOLERANCE_SECONDS);
  return webhookProblems(late ? 'timestamp-out-of-tolerance' : 'invalid-signature', { headers: CHALLENGE });
}
