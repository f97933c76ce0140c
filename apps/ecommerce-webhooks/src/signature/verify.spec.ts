import { Problem } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import { secrets, shops, signed, standardSigned } from '../fixtures/shops.js';
import { parseShops } from '../shop/shop-profile.js';
import type { Shop } from '../shop/shops.file.js';
import { keyOf } from '../shop/signing-key.js';
import { verify } from './verify.js';
import type { WebhookRequest } from './webhook-request.js';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const SECONDS = NOW / 1_000;
const body = Buffer.from('{"total_price":"301.00","name":"Çay"}');

const [moda, ev, acme, relay] = parseShops(JSON.stringify(shops)).map((profile): Shop => ({
  profile,
  keys: profile.secrets.map((each) => keyOf(profile.provider, each, secrets[each.name as keyof typeof secrets])),
})) as [Shop, Shop, Shop, Shop];

const OK = 'authentic';

function outcome(request: WebhookRequest, shop: Shop | undefined, now = NOW): string {
  try {
    verify(request, shop, now);
    return OK;
  } catch (error) {
    if (error instanceof Problem) return `${error.kind.status} ${error.code}`;
    throw error;
  }
}

const shopify = (signature: string, of: Buffer = body): WebhookRequest => ({
  headers: { 'x-shopify-hmac-sha256': signature },
  body: of,
});

interface Standard {
  readonly id?: string;
  readonly time?: string | number;
  readonly signature?: string;
  readonly of?: Buffer;
  readonly secret?: string;
}

function standard({
  id = 'msg_1',
  time = SECONDS,
  of = body,
  secret = secrets.acme,
  signature,
}: Standard = {}): WebhookRequest {
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': signature ?? standardSigned(id, time, of, secret),
    },
    body: of,
  };
}

/** The same bytes with one bit of one of them changed, for each of them. */
const flips = (bytes: Buffer): Buffer[] =>
  [...bytes.keys()].map((index) => {
    const flipped = Buffer.from(bytes);
    flipped[index]! ^= 1;
    return flipped;
  });

const INVALID = '401 invalid-signature';
const UNTIMELY = '401 timestamp-out-of-tolerance';

describe('a body signature, as Shopify and WooCommerce sign', () => {
  const signature = signed(body, secrets.moda);

  it('passes under the secret, and under a second one', () => {
    expect(outcome(shopify(signature), moda)).toBe(OK);
    expect(outcome(shopify(signed(body, secrets['moda-next'])), moda)).toBe(OK);
    expect(outcome({ headers: { 'x-wc-webhook-signature': signed(body, secrets.ev) }, body }, ev)).toBe(OK);
  });

  it('does not pass with any byte of the body changed', () => {
    const outcomes = flips(body).map((flipped) => outcome(shopify(signature, flipped), moda));
    expect(new Set(outcomes)).toEqual(new Set([INVALID]));
  });

  it('does not pass with any byte of the signature changed, nor with one cut off or added', () => {
    const changed = flips(Buffer.from(signature)).map(String);
    for (const other of [...changed, signature.slice(0, -1), `${signature}=`, ` ${signature}`, '']) {
      expect(outcome(shopify(other), moda)).toBe(INVALID);
    }
  });

  it.each<[string, WebhookRequest]>([
    ['none', { headers: {}, body }],
    ['of another shop', shopify(signed(body, secrets.ev))],
    ['in hexadecimal', shopify(Buffer.from(signature, 'base64').toString('hex'))],
    ['of the body written anew', shopify(signed('{"total_price": "301.00", "name": "Çay"}', secrets.moda))],
    ['in the header of another vendor', { headers: { 'x-wc-webhook-signature': signature }, body }],
    ['sent twice', { headers: { 'x-shopify-hmac-sha256': [signature, signature] as unknown as string }, body }],
  ])('that is missing or odd does not pass: %s', (_what, request) => expect(outcome(request, moda)).toBe(INVALID));

  it('passes under a secret only between its dates', () => {
    const ended = shopify(signed(body, secrets['moda-ended']));
    expect(outcome(ended, moda, Date.parse('2025-12-31T23:59:59Z'))).toBe(OK);
    expect(outcome(ended, moda, Date.parse('2026-01-01T00:00:00Z'))).toBe(INVALID);
    const period = { name: 'coming', notBefore: '2026-11-22T00:00:00+03:00' };
    const coming: Shop = { ...moda, keys: [keyOf('shopify', period, secrets.moda)] };
    expect(outcome(shopify(signature), coming, Date.parse('2026-11-21T20:59:59Z'))).toBe(INVALID);
    expect(outcome(shopify(signature), coming, Date.parse('2026-11-21T21:00:00Z'))).toBe(OK);
  });
});

describe('a signature of Standard Webhooks', () => {
  it('is that of the test vector of the specification', () => {
    const vector = Buffer.from('{"test": 2432232314}');
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const shop: Shop = { ...acme, keys: [keyOf('standard', { name: 'vector' }, secret)] };
    const request = standard({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      time: '1614265330',
      of: vector,
      signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
    expect(outcome(request, shop, 1_614_265_330_000)).toBe(OK);
  });

  it('does not pass with any byte of id, time, body or signature changed', () => {
    const good = standardSigned('msg_1', SECONDS, body, secrets.acme);
    const outcomes = [
      ...flips(body).map((of) => outcome(standard({ signature: good, of }), acme)),
      ...flips(Buffer.from('msg_1')).map((id) => outcome(standard({ signature: good, id: String(id) }), acme)),
      ...flips(Buffer.from(good)).map((signature) => outcome(standard({ signature: String(signature) }), acme)),
      outcome(standard({ signature: good, time: SECONDS + 1 }), acme),
    ];
    expect(new Set(outcomes)).toEqual(new Set([INVALID]));
  });

  it('passes as one of several, among versions that are not known', () => {
    const good = standardSigned('msg_1', SECONDS, body, secrets.acme);
    expect(outcome(standard({ signature: `v1a,AAAA v1,AAAA ${good}` }), acme)).toBe(OK);
    expect(outcome(standard({ signature: good.replace('v1,', 'v2,') }), acme)).toBe(INVALID);
  });

  it('is refused among more than 8, wherever it stands', () => {
    const good = standardSigned('msg_1', SECONDS, body, secrets.acme);
    const bad = Array.from({ length: 99 }, () => 'v1,AAAA');
    expect(outcome(standard({ signature: [...bad.slice(0, 7), good].join(' ') }), acme)).toBe(OK);
    expect(outcome(standard({ signature: [good, ...bad].join(' ') }), acme)).toBe(INVALID);
    expect(outcome(standard({ signature: [...bad, good].join(' ') }), acme)).toBe(INVALID);
  });

  it('is refused for an id with a full stop, though it is rightly signed', () => {
    expect(outcome(standard({ id: 'msg.1' }), acme)).toBe(INVALID);
  });

  it.each<[string, string | number]>([
    ['301 s old', SECONDS - 301],
    ['301 s ahead', SECONDS + 301],
    ['no number', 'abc'],
    ['a number in words of a machine', '1e20'],
    ['far beyond all time', '100000000000000000000'],
    ['empty', ''],
    ['negative', -1],
    ['a fraction', SECONDS + 0.5],
  ])('is refused with a time that is %s', (_what, time) => expect(outcome(standard({ time }), acme)).toBe(UNTIMELY));

  it.each([SECONDS - 300, SECONDS + 300])('passes at the edge of the tolerance', (time) => {
    expect(outcome(standard({ time }), acme)).toBe(OK);
  });

  it('passes whatever its age where a trusted relay sends it on', () => {
    const old = { time: SECONDS - 86_400, secret: secrets.relay };
    expect(outcome(standard(old), relay)).toBe(OK);
    expect(
      outcome(standard({ ...old, signature: standardSigned('msg_2', old.time, body, secrets.relay) }), relay),
    ).toBe(UNTIMELY);
  });
});

describe('a stranger', () => {
  const requests: [string, WebhookRequest][] = [
    ['no signature', { headers: {}, body }],
    ["another's signature", shopify(signed(body, 'a secret of somebody else'))],
    ['a Standard Webhooks signature', standard({ secret: secrets['relay'], id: 'x' })],
    ['an old one', standard({ time: SECONDS - 301, signature: 'v1,AAAA' })],
    ['one without a time', { headers: { 'webhook-id': 'x', 'webhook-signature': 'v1,AAAA' }, body }],
  ];

  it.each(requests)('is answered the same by every shop, and by none: %s', (_what, request) => {
    const answers = [moda, ev, acme, undefined].map((shop) => outcome(request, shop));
    expect(new Set(answers).size).toBe(1);
  });
});
