import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopsThatSend } from '../fixtures/deliver.js';
import {
  type Reply,
  runningEcommerceWebhooks,
  type RunningEcommerceWebhooks,
} from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from '../fixtures/shopify.js';
import { secrets, signed, standardSigned } from '../fixtures/shops.js';
import { standardOrder } from '../fixtures/standard.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

let running: RunningEcommerceWebhooks;
const shops = shopsThatSend(() => running);
const code = ({ status, body }: Reply): [number, unknown] => [status, body.code];
const count = async (table: string): Promise<number> => {
  const { rows } = await running.database.query<{ count: number }>(`SELECT count(*)::integer FROM ${table}`);
  return rows[0]!.count;
};
const everything = () => Promise.all(['webhook_delivery', 'shop_order', 'quarantined_delivery'].map(count));

beforeAll(async () => {
  running = await runningEcommerceWebhooks();
});
afterAll(() => running.stop());

describe('a delivery that nobody has signed', () => {
  const body = JSON.stringify(shopifyOrder());
  const text = JSON.stringify(standardOrder());
  const now = (): number => Math.floor(Date.now() / 1_000);
  const standard = (headers: Record<string, string>): Promise<Reply> => shops.post('acme', text, headers);
  const timed = (time: string | number): Promise<Reply> => shops.standard(standardOrder(), { time });

  it.each<[string, () => Promise<Reply>, string]>([
    ['has no signature', () => shops.post('moda', body, {}), 'invalid-signature'],
    ['has an empty one', () => shops.post('moda', body, { 'x-shopify-hmac-sha256': '' }), 'invalid-signature'],
    ['has a bad one', () => shops.post('moda', body, { 'x-shopify-hmac-sha256': 'AAAA' }), 'invalid-signature'],
    ['has that of another secret', () => shops.shopify(shopifyOrder(), { secret: secrets.ev }), 'invalid-signature'],
    [
      'has that of a secret that has ended',
      () => shops.shopify(shopifyOrder(), { secret: secrets['moda-ended'] }),
      'invalid-signature',
    ],
    [
      'was written anew on its way',
      () =>
        shops.post('moda', JSON.stringify(shopifyOrder(), null, 1), {
          'x-shopify-hmac-sha256': signed(body, secrets.moda),
        }),
      'invalid-signature',
    ],
    [
      'is for a shop that there is not',
      () => shops.post('nobody', body, { 'x-shopify-hmac-sha256': signed(body, secrets.moda) }),
      'invalid-signature',
    ],
    ['is for a shop of an odd name', () => shops.post('..%2Fmoda', body, {}), 'invalid-signature'],
    ['has no body', () => shops.post('moda', '', {}), 'invalid-signature'],
    [
      'is a form, and no ping',
      () => shops.post('ev', 'webhook_id=1&x=2', { 'content-type': 'application/x-www-form-urlencoded' }),
      'invalid-signature',
    ],
    [
      'has no signature of Standard Webhooks',
      () => standard({ 'webhook-id': 'm', 'webhook-timestamp': String(now()) }),
      'invalid-signature',
    ],
    [
      'has a hundred signatures',
      () => {
        const good = standardSigned('m', now(), text, secrets.acme);
        const many = [good, ...Array.from({ length: 99 }, () => 'v1,AAAA')].join(' ');
        return standard({ 'webhook-id': 'm', 'webhook-timestamp': String(now()), 'webhook-signature': many });
      },
      'invalid-signature',
    ],
    ['has an id with a full stop', () => shops.standard(standardOrder(), { id: 'a.b' }), 'invalid-signature'],
    [
      'has no time',
      () => standard({ 'webhook-id': 'm', 'webhook-signature': 'v1,AAAA' }),
      'timestamp-out-of-tolerance',
    ],
    ['has a time that is none', () => timed('abc'), 'timestamp-out-of-tolerance'],
    ['is 301 s old', () => timed(now() - 301), 'timestamp-out-of-tolerance'],
    ['is 301 s ahead', () => timed(now() + 302), 'timestamp-out-of-tolerance'],
    ['is of the end of time', () => timed('1e20'), 'timestamp-out-of-tolerance'],
  ])('is refused and leaves nothing: it %s', async (_what, send, expected) => {
    const before = await everything();
    const reply = await send();
    expect(code(reply)).toEqual([401, expected]);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.headers.get('www-authenticate')).toContain('Webhook-Signature');
    expect(reply.body).toMatchObject({ recorded: 'nothing', retryable: false });
    expect(await everything()).toEqual(before);
  });

  it('is answered by a shop as by none, word for word', async () => {
    const told = ({ body: { correlationId: _id, instance: _request, ...rest } }: Reply) => rest;
    const [known, unknown] = [await shops.post('moda', body, {}), await shops.post('nobody', body, {})];
    expect(told(known)).toEqual(told(unknown));
  });
});

describe('an authentic delivery that cannot be used', () => {
  const quarantined = async (send: () => Promise<Reply>): Promise<unknown> => {
    const reply = await send();
    expect([reply.status, reply.body.status]).toEqual([202, 'quarantined']);
    const kept = await running.ask('GET', `/v1/quarantine/${String(reply.body.id)}`);
    expect(kept.status).toBe(200);
    return kept.body;
  };

  it.each<[string, () => Promise<Reply>, object]>([
    [
      'of a topic that is not known',
      () => shops.shopify(shopifyOrder(), { topic: 'products/update' }),
      { code: 'unknown-topic' },
    ],
    ['of no topic', () => shops.woocommerce(woocommerceOrder(), { topic: '' }), { code: 'unknown-topic' }],
    [
      'of a type that is not known',
      () => shops.standard({ type: 'order.shipped', data: {} }),
      { code: 'unknown-topic', pointer: '#/type' },
    ],
    ['that is empty', () => shops.shopify(''), { code: 'body-missing' }],
    ['that is cut', () => shops.shopify('{'), { code: 'malformed-json' }],
    ['with a key twice', () => shops.shopify('{"id":1,"id":2}'), { code: 'duplicate-json-key', pointer: '#/id' }],
    [
      'with a key that is dangerous',
      () => shops.shopify('{"__proto__":{}}'),
      { code: 'forbidden-key', pointer: '#/__proto__' },
    ],
    ['that is too deep', () => shops.shopify('['.repeat(9_999)), { code: 'too-deep' }],
    ['in UTF-16', () => shops.shopify(Buffer.from('{}', 'utf16le')), { code: 'invalid-encoding' }],
    ['with a byte order mark', () => shops.shopify(Buffer.from('\ufeff{}')), { code: 'invalid-encoding' }],
    [
      'without its fields',
      () => shops.woocommerce({ ...woocommerceOrder(), status: undefined }),
      { code: 'missing-field', pointer: '#/status' },
    ],
    [
      'that does not add up',
      () => shops.shopify(shopifyOrder({ total_price: '301.01' })),
      { code: 'totals-mismatch', pointer: '#/total_price', expected: '301.00', actual: '301.01' },
    ],
  ])('is quarantined with what is wrong: one %s', async (_what, send, finding) => {
    expect(await quarantined(send)).toMatchObject({ state: 'open', findings: [finding], acts: [] });
  });
});

describe('the door', () => {
  const path = '/v1/shops/moda/webhooks';
  const post = (headers: Record<string, string>, body: string | Buffer): Promise<Reply> =>
    running.request('POST', path, { headers, body });

  it.each<[string, Record<string, string>, string | Buffer, number, string]>([
    ['text', { 'content-type': 'text/plain' }, '{}', 415, 'unsupported-media-type'],
    ['Latin letters', { 'content-type': 'application/json; charset=latin1' }, '{}', 415, 'unsupported-media-type'],
    [
      'what is packed',
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      gzipSync('{}'),
      415,
      'unsupported-media-type',
    ],
    ['more than 1 MiB', { 'content-type': 'application/json' }, 'x'.repeat(1024 * 1024 + 1), 413, 'payload-too-large'],
  ])('does not take %s', async (_what, headers, body, status, expected) => {
    expect(code(await post(headers, body))).toEqual([status, expected]);
  });

  it('takes 1 MiB', async () => {
    const order = JSON.stringify(shopifyOrder({ note: '' }));
    const body = JSON.stringify(shopifyOrder({ note: 'x'.repeat(1024 * 1024 - Buffer.byteLength(order)) }));
    expect(Buffer.byteLength(body)).toBe(1024 * 1024);
    expect((await shops.shopify(body)).status).toBe(202);
  });

  it('is opened by POST alone', async () => {
    const { status, headers } = await running.request('GET', path);
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each(['ev', 'moda', 'nobody'])('answers the ping of WooCommerce and does nothing, for %s', async (shop) => {
    const before = await everything();
    const ping = await shops.post(shop, 'webhook_id=42', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([ping.status, ping.text]).toEqual([200, '{"status":"ignored"}']);
    expect(await everything()).toEqual(before);
  });

  it('has a page that tells the form of a Standard Webhooks sender', async () => {
    const { body } = await running.request('GET', '/openapi.json');
    expect(JSON.stringify(body)).toContain('order.cancelled');
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        '/v1/shops/{shop}/webhooks',
        '/v1/shops',
        '/v1/deliveries',
        '/v1/quarantine',
        '/v1/quarantine/{id}',
        '/v1/quarantine/{id}/release',
        '/v1/quarantine/{id}/discard',
        '/admin/orders',
      ]),
    );
  });

  it.each(['/v1/shops', '/v1/deliveries', '/v1/quarantine', '/admin/orders'])(
    'shows %s to operators only',
    async (list) => {
      expect(code(await running.request('GET', list))).toEqual([401, 'invalid-token']);
      expect((await running.ask('GET', list)).status).toBe(200);
    },
  );

  it.each([
    ['/v1/deliveries?state=lost', 'invalid-parameter', 'state'],
    ['/v1/quarantine?limit=0', 'invalid-parameter', 'limit'],
    ['/admin/orders?after=x', 'invalid-parameter', 'after'],
    ['/v1/quarantine?what=1', 'unknown-parameter', 'what'],
  ])('refuses %s', async (list, what, parameter) => {
    const reply = await running.ask('GET', list);
    expect(code(reply)).toEqual([422, 'validation-failed']);
    expect(reply.body.errors).toMatchObject([{ code: what, parameter }]);
  });
});
