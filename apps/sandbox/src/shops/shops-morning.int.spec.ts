import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebhookDesk, type ReceivedWebhook } from '../fixtures/webhook-desk.js';
import { ShopJournal } from './shop-journal.js';
import { previewOf, ShopsMorning } from './shops-morning.js';

const secrets = new Map([
  ['moda', 'secret of moda'],
  ['ev', 'secret of ev'],
]);
const RATE = 1000;
const PATIENCE = { timeout: 20_000 };

describe('a morning of the shops', () => {
  let directory: string;
  let desk: WebhookDesk;
  let journal: ShopJournal;
  let shops: ShopsMorning;
  let booked: (orderNumber: string) => boolean;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'shops-'));
    desk = new WebhookDesk(secrets);
    await desk.open();
    booked = () => true;
    await open();
  });

  afterEach(async () => {
    await close();
    await desk.close();
    await rm(directory, { recursive: true });
  });

  async function open(): Promise<void> {
    journal = await ShopJournal.open(directory);
    shops = new ShopsMorning(journal, { url: desk.url, secrets, isPaymentBooked: (order) => booked(order) });
  }

  async function close(): Promise<void> {
    await shops.stop();
    await journal.close();
  }

  async function play(): Promise<void> {
    await shops.play(shops.plan({ orders: 40, seed: 1 }), RATE);
  }

  async function ledger(): Promise<Record<string, string>[]> {
    const text = await readFile(join(directory, 'shops.jsonl'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
  }

  const topicOf = ({ headers }: ReceivedWebhook): string =>
    String(headers['x-shopify-topic'] ?? headers['x-wc-webhook-topic']);
  const idOf = ({ headers }: ReceivedWebhook): string =>
    String(headers['x-shopify-webhook-id'] ?? headers['x-wc-webhook-delivery-id']);
  const numberOf = ({ body }: ReceivedWebhook): string => {
    const { order_number: ofShopify, number } = JSON.parse(body) as Record<string, string>;
    return ofShopify ? `moda-${ofShopify}` : `ev-${number}`;
  };

  it('signs every webhook with the secret of its shop, but for the forged and the tampered ones', async () => {
    await play();
    const lines = await ledger();
    const refused = lines.filter(({ kind, expectation }) => kind === 'ordered' && expectation === 'refused');
    expect(refused).toHaveLength(3);
    const forged = desk.received.filter(({ isGenuine }) => !isGenuine).map(numberOf);
    expect(forged.toSorted()).toEqual(refused.map(({ orderNumber }) => orderNumber).toSorted());
    expect(shops.progress()).toEqual({
      moda: { planned: 22, sent: 22, answered: 22, accepted: 21, refused: 1 },
      ev: { planned: 18, sent: 18, answered: 18, accepted: 16, refused: 2 },
    });
  });

  it('sends what its preview told, with the headers of its vendor, and a ping', async () => {
    const told = previewOf(shops.plan({ orders: 40, seed: 1 })).map(({ orderNumber }) => orderNumber);
    await play();
    expect(new Set(desk.received.map(numberOf))).toEqual(new Set(told));
    expect(desk.pings).toEqual(['webhook_id=7']);
    const ofModa = desk.received.filter(({ shop }) => shop === 'moda');
    const topics = ['orders/cancelled', 'orders/create', 'orders/paid', 'orders/updated'];
    expect([...new Set(ofModa.map(topicOf))].toSorted()).toEqual(topics);
    for (const { headers } of ofModa) {
      expect(headers).toMatchObject({ 'x-shopify-shop-domain': 'moda-ornek.myshopify.com' });
      expect(headers['x-shopify-triggered-at']).toMatch(/^\d{4}-.*Z$/);
    }
    for (const { shop, headers } of desk.received) {
      if (shop === 'ev') expect(headers).toMatchObject({ 'x-wc-webhook-resource': 'order', 'x-wc-webhook-id': '7' });
    }
  });

  it('pings again until it is answered, and notes each attempt', async () => {
    desk.pingAnswer = (before) => (before < 2 ? 503 : 200);
    await play();
    const pinged = (): Promise<Record<string, string>[]> => ledger().then((lines) => lines.filter(({ kind }) => kind === 'pinged'));
    expect(await pinged()).toMatchObject([
      { ping: 1, attempt: 1, answer: 'unknown', status: 503 },
      { ping: 1, attempt: 2, answer: 'unknown', status: 503 },
      { ping: 1, attempt: 3, answer: 'accepted', status: 200 },
    ]);
    desk.pingAnswer = () => 401;
    await play();
    expect((await pinged()).slice(3)).toMatchObject([{ ping: 2, attempt: 1, answer: 'refused', status: 401 }]);
  });

  it('tells of some orders out of order, and of some more than once', async () => {
    await play();
    const byOrder = Map.groupBy(desk.received, numberOf);
    const sequences = [...byOrder.values()].map((webhooks) => webhooks.map(topicOf).join(' '));
    expect(sequences).toContain('orders/updated orders/create');
    expect(sequences).toContain('orders/cancelled orders/create');
    expect(sequences).toContain('orders/create orders/create orders/create');
    expect(sequences).toContain('order.updated order.created');
    expect(sequences).toContain('orders/create orders/paid orders/updated');
  });

  it('repeats what was not answered, with the same bytes, and Shopify under the same id', async () => {
    desk.failures = (_webhook, before) => before === 0;
    await play();
    const again = Map.groupBy(desk.received, (webhook) => `${topicOf(webhook)} ${webhook.body}`);
    for (const [, attempts] of again) {
      expect(attempts.length).toBeGreaterThan(1);
      if (attempts[0]?.shop === 'moda') expect(new Set(attempts.map(idOf)).size).toBe(1);
    }
    expect(shops.progress()).toMatchObject({ moda: { answered: 22 }, ev: { answered: 18 } });
  });

  it('gives one id to all that WooCommerce sends in a second, as it does', async () => {
    await play();
    const sent = (await ledger()).filter(({ kind, orderNumber = '' }) => kind === 'delivered' && orderNumber.startsWith('ev-'));
    const seconds = Map.groupBy(sent, ({ sentAt = '' }) => sentAt.slice(0, 19));
    const ids = [...seconds.values()].map((lines) => new Set(lines.map(({ deliveryId }) => deliveryId)));
    expect(ids.map(({ size }) => size)).toEqual(ids.map(() => 1));
    expect(new Set(ids.flatMap((one) => [...one])).size).toBe(ids.length);
    expect(seconds.size).toBeLessThan(sent.length);
    expect(new Set(desk.received.filter(({ shop }) => shop === 'ev').map(idOf)).size).toBe(ids.length);
  });

  it('cancels an order late only once its payment is booked', async () => {
    const paid = new Set<string>();
    booked = (orderNumber) => paid.has(orderNumber);
    const playing = play();
    const late = (await vi.waitUntil(async () => {
      const orders = (await ledger().catch(() => [])).filter(({ cancellation }) => cancellation === 'once-completed');
      return orders.length === 2 && orders;
    }, PATIENCE)) as Record<string, string>[];
    const cancelled = (): string[] =>
      desk.received.filter(({ body }) => /"cancelled"|"cancelled_at":"/.test(body)).map(numberOf);
    await vi.waitUntil(() => shops.progress().moda.answered === 21 && shops.progress().ev.answered === 17, PATIENCE);
    const numbers = late.map(({ orderNumber = '' }) => orderNumber);
    expect(cancelled().filter((number) => numbers.includes(number))).toEqual([]);
    for (const number of numbers) paid.add(number);
    await playing;
    expect(cancelled()).toEqual(expect.arrayContaining(numbers));
  });

  it('takes up what was open when the process ended, and gives the next numbers afterwards', async () => {
    desk.failures = () => true;
    desk.pingAnswer = () => 503;
    const playing = play();
    await vi.waitUntil(() => desk.received.length >= 40 && journal.openPing !== undefined, PATIENCE);
    await close();
    await playing;
    desk.failures = () => false;
    desk.pingAnswer = () => 200;
    await open();
    shops.resume();
    await vi.waitUntil(() => journal.open().length === 0 && !journal.openPing, PATIENCE);
    expect(previewOf(shops.plan({ orders: 40, seed: 1 }))[0]?.orderNumber).toBe('moda-20023');
    const lines = await ledger();
    expect(lines.filter(({ kind }) => kind === 'ordered')).toHaveLength(40);
    const pings = lines.filter(({ kind }) => kind === 'pinged');
    expect(pings.at(-1)).toMatchObject({ ping: 1, attempt: pings.length, answer: 'accepted' });
  });

  it('sells nothing without its secrets', () => {
    const closed = new ShopsMorning(journal, { url: desk.url, secrets: new Map(), isPaymentBooked: () => true });
    expect(closed.plan({ orders: 40, seed: 1 })).toEqual([]);
  });
});
