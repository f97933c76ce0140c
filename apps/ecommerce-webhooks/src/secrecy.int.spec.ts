import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopsThatSend } from './fixtures/deliver.js';
import {
  OPERATOR_KEY,
  request,
  runningEcommerceWebhooks,
  type RunningEcommerceWebhooks,
} from './fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from './fixtures/shopify.js';
import { secrets } from './fixtures/shops.js';
import { standardOrder } from './fixtures/standard.js';
import { woocommerceOrder } from './fixtures/woocommerce.js';

const root = join(import.meta.dirname, '../../..');
const underTelemetry = [
  '--conditions=@kervan/source',
  '--import',
  './tools/ts-hook.mjs',
  '--import',
  './libs/service-host/src/telemetry/telemetry.ts',
];

const MARK = 'CANARY';
const person = {
  first_name: `${MARK} first`,
  last_name: `${MARK} last`,
  company: `${MARK} company`,
  address1: `${MARK} street`,
  address_1: `${MARK} street`,
  city: `${MARK} city`,
  zip: `${MARK}1`,
  postcode: `${MARK}1`,
  country_code: 'TR',
  country: 'TR',
  email: `${MARK}@example.com`,
  phone: `${MARK}5`,
};
const shopify = (changes: object = {}) =>
  shopifyOrder({
    id: 8001,
    order_number: 8001,
    billing_address: person,
    email: person.email,
    note_attributes: [],
    ...changes,
  });
const woocommerce = (changes: object = {}) =>
  woocommerceOrder({ id: 8002, number: '8002', billing: person, ...changes });

describe('personal data and secrets', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterAll(() => running.stop());

  it('are in the published order, and in no log line, header, list or refusal', async () => {
    const good = [await shops.shopify(shopify()), await shops.woocommerce(woocommerce())];
    const bad = [
      await shops.shopify(shopify({ id: 8007, note_attributes: [{ name: 'vkn', value: `${MARK}123` }] })),
      await shops.shopify(shopify({ id: 8003, billing_address: { ...person, city: 1, last_name: '' } })),
      await shops.shopify(shopify({ id: 8004, currency: 'EUR' })),
      await shops.shopify(shopify({ id: 8005, payment_gateway_names: ['another bank'] })),
      await shops.woocommerce(
        woocommerce({ id: 8006, payment_method: 'another bank', meta_data: [{ key: '_billing_tckn', value: MARK }] }),
      ),
      await shops.standard(
        standardOrder({ buyer: { firstName: MARK, familyName: MARK, taxId: `${MARK}9`, email: MARK } }),
      ),
      await shops.shopify(`{"billing_address":"${MARK}`),
      await shops.shopify(`{"${MARK}":1,"${MARK}":2}`),
    ];
    const refused = await shops.post('moda', JSON.stringify(shopify()), { 'x-shopify-hmac-sha256': MARK });
    expect(good.map(({ body }) => body.status)).toEqual(['accepted', 'accepted']);
    expect(bad.map(({ body }) => body.status)).toEqual(bad.map(() => 'quarantined'));
    expect(refused.status).toBe(401);

    const records = await eventually('published', () => running.published.length > 1 && running.published);
    expect(records[0]?.value?.toString('latin1'), 'the mark is where it belongs').toContain(MARK);
    expect(JSON.stringify(records.map(({ headers }) => headers))).not.toContain(MARK);

    const lists = ['/v1/quarantine?limit=200', '/v1/deliveries', '/v1/shops', '/admin/orders'];
    const shown = await Promise.all([
      ...lists.map((path) => running.ask('GET', path)),
      ...bad.slice(0, -1).map(({ body }) => running.ask('GET', `/v1/quarantine/${String(body.id)}`)),
      ...bad.map(({ body }) =>
        running.ask('POST', `/v1/quarantine/${String(body.id)}/release`, { by: 'ada', reason: 'x' }),
      ),
    ]);
    const texts = [...good, ...bad, refused, ...shown].map(({ text }) => text);
    const telling = texts.filter((text) => text.includes(MARK));
    expect(
      telling.every((text) => text.includes(`#/${MARK}`) && text.split(MARK).length <= 2),
      'but a key',
    ).toBe(true);

    expect(running.logged()).toContain('a delivery was taken');
    expect(running.logged()).not.toContain(MARK);
    for (const secret of [...Object.values(secrets), OPERATOR_KEY]) {
      expect(running.logged()).not.toContain(secret);
      for (const text of texts) expect(text).not.toContain(secret);
    }
  });

  it('are in no span of its HTTP requests, queries and messages', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ecommerce-webhooks-spans-'));
    const spans = join(folder, 'spans.jsonl');
    const child = spawn(
      process.execPath,
      [...underTelemetry, join(import.meta.dirname, 'fixtures/traced-process.ts')],
      {
        cwd: root,
        env: { ...process.env, SERVICE_NAME: 'ecommerce-webhooks', SPAN_FILE: spans },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const traced = shopsThatSend(() => ({
      request: (method, path, options) => request(String(line).trim(), method, path, options),
    }));
    const replies = [
      await traced.shopify(shopify()),
      await traced.shopify(shopify({ id: 8011, note_attributes: [{ name: 'vkn', value: MARK }] })),
      await traced.post('moda', JSON.stringify(shopify()), { 'x-shopify-hmac-sha256': MARK }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 401]);
    const told = await eventually('spans of each kind', async () => {
      const text = await readFile(spans, 'utf8');
      return ['INSERT', 'webhooks', 'sales'].every((name) => text.includes(name)) && text;
    });
    child.stdin.end();
    await once(child, 'close');
    expect(told).not.toContain(MARK);
    for (const secret of Object.values(secrets)) expect(told).not.toContain(secret);
    await rm(folder, { recursive: true });
  });
});
