import { createHmac } from 'node:crypto';
import type { SigningKey } from '../shop/signing-key.js';
import { isSame } from './constant-time.js';
import { headerOf, type WebhookRequest } from './webhook-request.js';

const MOST_SIGNATURES = 8;
const VERSION = 'v1,';

/** An id is visible ASCII without a full stop, which separates the parts of what is signed. */
const ID = /^[\x21-\x2d\x2f-\x7e]{1,128}$/;
const SECONDS = /^\d{1,12}$/;

/**
 * Whether the request is signed by Standard Webhooks 1.0.0 under one of the keys: one of at most 8 signatures is
 * `v1,` and the base64 of HMAC-SHA256 over id, time and body, separated by full stops. Its time is not judged here. The
 * body is hashed even where a header is missing, so that no answer comes sooner for it.
 */
export function isStandardSigned(request: WebhookRequest, keys: readonly SigningKey[]): boolean {
  const [id, time] = [headerOf(request, 'webhook-id') ?? '', headerOf(request, 'webhook-timestamp') ?? ''];
  const signatures = (headerOf(request, 'webhook-signature') ?? '').split(' ');
  const expected = keys.map(({ bytes }) =>
    createHmac('sha256', bytes).update(`${id}.${time}.`).update(request.body).digest('base64'),
  );
  if (!ID.test(id) || !SECONDS.test(time) || signatures.length > MOST_SIGNATURES) return false;
  const given = signatures.flatMap((text) => (text.startsWith(VERSION) ? [text.slice(VERSION.length)] : []));
  return expected.flatMap((mac) => given.map((signature) => isSame(mac, signature))).includes(true);
}

/** Whether a request bears a header of Standard Webhooks, which sign a time. */
export function bearsStandardHeaders({ headers }: Pick<WebhookRequest, 'headers'>): boolean {
  return ['webhook-id', 'webhook-timestamp', 'webhook-signature'].some((name) => headers[name] !== undefined);
}

/** Whether the request's time is there and no further from now than so many seconds; null asks for no distance. */
export function isTimely(request: Pick<WebhookRequest, 'headers'>, now: number, seconds: number | null): boolean {
  const time = headerOf(request, 'webhook-timestamp') ?? '';
  return SECONDS.test(time) && (seconds === null || Math.abs(now / 1_000 - Number(time)) <= seconds);
}
