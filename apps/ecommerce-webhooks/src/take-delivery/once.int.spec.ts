import { randomUUID } from 'node:crypto';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedOf, shopsThatSend } from '../fixtures/deliver.js';
import {
  type Reply,
  request,
  runningEcommerceWebhooks,
  type RunningEcommerceWebhooks,
} from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from '../fixtures/shopify.js';
import { secrets, shops as shopsFile, signed } from '../fixtures/shops.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

describe('a delivery', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let number = 3_000;
  const order = (changes: object = {}) => shopifyOrder({ id: (number += 1), order_number: number, ...changes });
  const shopOrderRows = async (orderNumber: string): Promise<unknown[]> =>
    (await running.database.query('SELECT id FROM shop_order WHERE order_number = $1', [orderNumber])).rows;
  /** Everything that was sent before is published once this is. */
  const allIsPublished = async (): Promise<void> => {
    const last = order();
    await shops.shopify(last);
    await eventually('published', () => publishedOf(running, `moda-${number}`).length === 1);
  };

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterAll(() => running.stop());

  it('that comes again is a duplicate, and counted', async () => {
    const [id, content] = [randomUUID(), order()];
    const orderNumber = `moda-${number}`;
    const first = await shops.shopify(content, { id });
    expect([first.status, first.body.status]).toEqual([202, 'accepted']);
    for (const _again of [1, 2]) {
      const { status, text } = await shops.shopify(content, { id });
      expect([status, text]).toEqual([202, '{"status":"duplicate"}']);
    }
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
    const { body } = await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`);
    expect(body.items).toMatchObject([{ id: first.body.id, repeats: 2 }]);
  });

  it('that comes five times at once, over two replicas, is taken once', async () => {
    const other = await running.replica();
    const [id, body] = [randomUUID(), JSON.stringify(order())];
    const orderNumber = `moda-${number}`;
    const headers = {
      'content-type': 'application/json',
      'x-shopify-hmac-sha256': signed(body, secrets.moda),
      'x-shopify-webhook-id': id,
      'x-shopify-topic': 'orders/create',
    };
    const send = (url: string): Promise<Reply> => request(url, 'POST', '/v1/shops/moda/webhooks', { body, headers });
    const urls = [running.service.url, other.url];
    const replies = await Promise.all([0, 1, 2, 3, 4].map((turn) => send(urls[turn % 2]!)));
    expect(replies.map(({ body: { status } }) => status).toSorted()).toEqual([
      'accepted',
      ...Array(4).fill('duplicate'),
    ]);
    await other.stop();
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
  });

  it('of one order under several ids at once places it once', async () => {
    const content = order();
    const orderNumber = `moda-${number}`;
    const topics = ['orders/create', 'orders/paid', 'orders/updated'];
    const replies = await Promise.all(topics.map((topic) => shops.shopify(content, { topic })));
    expect(replies.map(({ body }) => body.status)).toEqual(['accepted', 'accepted', 'accepted']);
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
    const { body } = await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`);
    const states = (body.items as { state: string }[]).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['placed', 'recorded', 'recorded']);
  });

  it('of an id that had other content is quarantined, once, and changes nothing', async () => {
    const [id, content] = [randomUUID(), order()];
    const orderNumber = `moda-${number}`;
    await shops.shopify(content, { id });
    const other = { ...content, email: 'someone@else.example' };
    const replies = [await shops.shopify(other, { id }), await shops.shopify(other, { id })];
    expect(replies.map(({ status, body }) => [status, body.status])).toEqual([
      [202, 'quarantined'],
      [202, 'duplicate'],
    ]);
    const quarantineId = String(replies[0]!.body.id);
    const { body } = await running.ask('GET', `/v1/quarantine/${quarantineId}`);
    expect(body).toMatchObject({ deliveryId: id, orderNumber, findings: [{ code: 'delivery-id-reused' }] });
    const log = await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`);
    expect(log.body.items).toMatchObject([
      { deliveryId: id, state: 'quarantined', reason: 'delivery-id-reused', quarantineId, repeats: 1 },
      { deliveryId: id, state: 'placed', quarantineId: null, repeats: 0 },
    ]);
    expect(running.logged()).toContain('delivery-id-reused');
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
  });

  describe('of WooCommerce, whose id is that of its second', () => {
    const newOrder = () => woocommerceOrder({ id: (number += 1), number: String(number) });
    const cancelled = (placed: object) => ({
      ...placed,
      status: 'cancelled',
      date_modified_gmt: '2026-11-21T06:20:00',
    });
    const statusOf = ({ body: { status } }: Reply): unknown => status;

    it('is one of its own for every body, and a duplicate for the same one', async () => {
      const id = randomUUID();
      const [first, firstNumber] = [newOrder(), `ev-${number}`];
      const [second, secondNumber] = [newOrder(), `ev-${number}`];
      await shops.woocommerce(first);
      const bodies = [cancelled(first), second, second, cancelled(first)];
      const replies: Reply[] = [];
      for (const body of bodies) replies.push(await shops.woocommerce(body, { id, topic: 'order.updated' }));
      expect(replies.map(statusOf)).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);
      await allIsPublished();
      expect(publishedOf(running, firstNumber)).toEqual(['OrderPlaced', 'OrderCancelled']);
      expect(publishedOf(running, secondNumber)).toEqual(['OrderPlaced']);
      const { body } = await running.ask('GET', `/v1/deliveries?orderNumber=${secondNumber}`);
      expect(body.items).toMatchObject([{ id: replies[1]!.body.id, deliveryId: id, state: 'placed', repeats: 1 }]);
    });

    it('is taken once for each of two bodies that come three times each at once, over two replicas', async () => {
      const other = await running.replica();
      const id = randomUUID();
      const orders = [newOrder(), newOrder()];
      const send = (content: object, url: string): Promise<Reply> => {
        const body = JSON.stringify(content);
        const headers = {
          'content-type': 'application/json',
          'x-wc-webhook-signature': signed(body, secrets.ev),
          'x-wc-webhook-delivery-id': id,
          'x-wc-webhook-topic': 'order.created',
        };
        return request(url, 'POST', '/v1/shops/ev/webhooks', { body, headers });
      };
      const urls = [running.service.url, other.url];
      const turns = [0, 1, 2, 3, 4, 5];
      const replies = await Promise.all(turns.map((turn) => send(orders[turn % 2]!, urls[Number(turn > 2)]!)));
      expect(replies.map(statusOf).toSorted()).toEqual(['accepted', 'accepted', ...Array(4).fill('duplicate')]);
      await other.stop();
      await allIsPublished();
      for (const { number: told } of orders) expect(publishedOf(running, `ev-${told}`)).toEqual(['OrderPlaced']);
    });

    it('is the same body again under another id, too, and places nothing twice', async () => {
      const content = newOrder();
      const orderNumber = `ev-${number}`;
      const replies = [await shops.woocommerce(content), await shops.woocommerce(content)];
      expect(replies.map(statusOf)).toEqual(['accepted', 'accepted']);
      const { body } = await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`);
      expect(body.items).toMatchObject([{ state: 'recorded' }, { state: 'placed' }]);
      await allIsPublished();
      expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
    });

    it('is a duplicate, too, of one that a release before has entered, which knew ids alone', async () => {
      const id = randomUUID();
      const [content, orderNumber] = [newOrder(), `ev-${number}`];
      await shops.woocommerce(content, { id });
      const entered = await running.database.query(
        'UPDATE webhook_delivery SET id_reused = false WHERE delivery_id = $1',
        [id],
      );
      expect(entered.rowCount).toBe(1);
      const [other, otherNumber] = [newOrder(), `ev-${number}`];
      const replies = [await shops.woocommerce(content, { id }), await shops.woocommerce(other, { id })];
      expect(replies.map(statusOf)).toEqual(['duplicate', 'accepted']);
      await running.database.query('DELETE FROM webhook_delivery WHERE delivery_id = $1', [id]);
      expect(statusOf(await shops.woocommerce(content, { id }))).toBe('accepted');
      await allIsPublished();
      expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
      expect(publishedOf(running, otherNumber)).toEqual(['OrderPlaced']);
    });
  });

  it('without an id is known by its content', async () => {
    const content = order();
    const without = { 'x-shopify-webhook-id': '' };
    const replies = [
      await shops.shopify(content, { headers: without }),
      await shops.shopify(content, { headers: without }),
    ];
    expect(replies.map(({ body }) => body.status)).toEqual(['accepted', 'duplicate']);
  });

  it('is forgotten after 30 days, and still places nothing twice', async () => {
    const [id, content] = [randomUUID(), order()];
    const orderNumber = `moda-${number}`;
    await shops.shopify(content, { id });
    await running.database.query('DELETE FROM webhook_delivery WHERE delivery_id = $1', [id]);
    const { body } = await shops.shopify(content, { id });
    expect(body.status).toBe('accepted');
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
  });

  it.each<[string, readonly ('created' | 'updated' | 'cancelled')[], readonly string[], string]>([
    ['created, changed, cancelled', ['created', 'updated', 'cancelled'], ['OrderPlaced', 'OrderCancelled'], 'accepted'],
    ['changed, created, cancelled', ['updated', 'created', 'cancelled'], ['OrderPlaced', 'OrderCancelled'], 'accepted'],
    ['created, cancelled, changed', ['created', 'cancelled', 'updated'], ['OrderPlaced', 'OrderCancelled'], 'accepted'],
    ['cancelled, created, changed', ['cancelled', 'created', 'updated'], [], 'cancelled'],
    ['cancelled, changed, created', ['cancelled', 'updated', 'created'], [], 'cancelled'],
    ['cancelled twice', ['created', 'cancelled', 'cancelled'], ['OrderPlaced', 'OrderCancelled'], 'accepted'],
  ])('of an order in the order %s leaves the same', async (_what, happenings, published, state) => {
    const id = (number += 1);
    const orderNumber = `ev-${id}`;
    const told = {
      created: woocommerceOrder({ id, number: String(id) }),
      updated: woocommerceOrder({
        id,
        number: String(id),
        status: 'completed',
        date_modified_gmt: '2026-11-21T06:10:00',
      }),
      cancelled: woocommerceOrder({
        id,
        number: String(id),
        status: 'cancelled',
        date_modified_gmt: '2026-11-21T06:20:00',
      }),
    };
    for (const happening of happenings) {
      const topic = happening === 'created' ? 'order.created' : 'order.updated';
      expect((await shops.woocommerce(told[happening], { topic })).body.status).toBe('accepted');
    }
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(published);
    const { body } = await running.ask('GET', `/admin/orders?orderNumber=${orderNumber}`);
    expect(body.items).toMatchObject([{ state, cancellationRequested: published.includes('OrderCancelled') }]);
  });

  it('of an order that is deleted cancels it under its number, and of one restored since goes to a person', async () => {
    const id = (number += 1);
    const orderNumber = `ev-WEB ${id}`;
    const inTheShop = woocommerceOrder({ id, number: `WEB ${id}` });
    await shops.woocommerce(inTheShop);
    await shops.woocommerce({ id }, { topic: 'order.deleted' });
    const late = await shops.woocommerce({ ...inTheShop, date_modified_gmt: '2026-11-21T05:59:00' });
    expect(late.body.status).toBe('accepted');
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
    const restored = { ...inTheShop, date_modified_gmt: inAnHour };
    expect((await shops.woocommerce(restored, { topic: 'order.restored' })).body.status).toBe('quarantined');
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced', 'OrderCancelled']);
    const { body } = await running.ask('GET', `/v1/deliveries?orderNumber=${encodeURIComponent(orderNumber)}`);
    expect(body.items).toMatchObject([
      { state: 'quarantined', reason: 'reopened-after-cancelling' },
      { state: 'older' },
      { state: 'cancelled' },
      { state: 'placed' },
    ]);
  });

  it.each<[string, object, readonly string[], object]>([
    ['was placed', {}, ['OrderPlaced', 'OrderCancelled'], { state: 'accepted', cancellationRequested: true }],
    [
      'was not placed yet',
      { status: 'pending', date_paid_gmt: null },
      [],
      { state: 'cancelled', cancellationRequested: false },
    ],
  ])('of an order that %s and was restored before its deletion came goes to a person, once', async (_what, first, published, left) => {
    const id = (number += 1);
    const orderNumber = `ev-${id}`;
    const inTheShop = woocommerceOrder({ id, number: String(id) });
    const restored = { ...inTheShop, date_modified_gmt: '2026-11-21T06:30:00' };
    await shops.woocommerce({ ...inTheShop, ...first });
    await shops.woocommerce({ id }, { topic: 'order.deleted' });
    await shops.woocommerce({ id }, { topic: 'order.deleted' });
    const told = await shops.woocommerce(restored, { topic: 'order.restored' });
    expect(told.body.status).toBe('quarantined');
    const { body: kept } = await running.ask('GET', `/v1/quarantine/${String(told.body.id)}`);
    expect(kept).toMatchObject({ orderNumber, findings: [{ code: 'changed-about-deletion' }] });
    const again = await shops.woocommerce({ ...restored, transaction_id: '5550002' }, { topic: 'order.updated' });
    const stale = await shops.woocommerce({ ...inTheShop, ...first }, { topic: 'order.updated' });
    expect([again.body.status, stale.body.status]).toEqual(['accepted', 'accepted']);
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(published);
    const { body: listed } = await running.ask('GET', `/admin/orders?orderNumber=${orderNumber}`);
    expect(listed.items).toMatchObject([left]);
    const { body: log } = await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`);
    expect(log.items).toMatchObject([
      { state: 'older' },
      { state: 'older' },
      { state: 'quarantined', reason: 'changed-about-deletion' },
      { state: 'recorded' },
      { state: 'cancelled' },
      { state: published.length > 0 ? 'placed' : 'waiting' },
    ]);
  });

  it('of an order that is restored after its deletion came places it, and what is older does nothing again', async () => {
    const id = (number += 1);
    const inTheShop = woocommerceOrder({ id, number: String(id) });
    const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString().slice(0, 19);
    await shops.woocommerce({ id }, { topic: 'order.deleted' });
    const placing = await shops.woocommerce({ ...inTheShop, date_modified_gmt: inMs(3_600_000) });
    const late = await shops.woocommerce({ ...inTheShop, date_modified_gmt: '2026-11-21T06:30:00' });
    expect([placing.body.status, late.body.status]).toEqual(['accepted', 'accepted']);
    await allIsPublished();
    expect(publishedOf(running, `ev-${id}`)).toEqual(['OrderPlaced']);
  });

  it('that deletes an order counts, though the clock of the shop is ahead of ours', async () => {
    const id = (number += 1);
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
    await shops.woocommerce(woocommerceOrder({ id, number: String(id), date_modified_gmt: inAnHour }));
    await shops.woocommerce({ id }, { topic: 'order.deleted' });
    await allIsPublished();
    expect(publishedOf(running, `ev-${id}`)).toEqual(['OrderPlaced', 'OrderCancelled']);
  });

  it('of an order that is not paid waits, and the one that shows it paid places it', async () => {
    const pending = order({ financial_status: 'pending' });
    const orderNumber = `moda-${number}`;
    await shops.shopify(pending);
    const listed = async (): Promise<unknown> =>
      (await running.ask('GET', `/admin/orders?orderNumber=${orderNumber}`)).body.items;
    expect(await listed()).toMatchObject([{ state: 'waiting', publications: 0 }]);
    await shops.shopify({ ...pending, financial_status: 'paid' }, { topic: 'orders/paid' });
    expect(await listed()).toMatchObject([{ state: 'accepted', publications: 1 }]);
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
  });

  it('of an order that was placed places no other when the shop has moved to another company', async () => {
    const content = order();
    const orderNumber = `moda-${number}`;
    await shops.shopify(content);
    const moved = { shops: shopsFile.shops.map((shop) => ({ ...shop, company: 'AM02' })) };
    await running.changeShops(moved);
    await shops.shopify({ ...content, updated_at: '2026-11-21T12:00:00Z' }, { topic: 'orders/updated' });
    await running.changeShops(shopsFile);
    await allIsPublished();
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
    expect(await shopOrderRows(orderNumber)).toHaveLength(1);
  });

  it('of a test order is ignored', async () => {
    const { status, body } = await shops.shopify(order({ test: true }));
    const orderNumber = `moda-${number}`;
    expect([status, body.status]).toEqual([202, 'ignored']);
    expect(await shopOrderRows(orderNumber)).toEqual([]);
    const { body: log } = await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`);
    expect(log.items).toMatchObject([{ state: 'ignored', reason: 'test-order' }]);
  });

  it('control: without the constraints it is taken as often as it comes', async () => {
    await running.database.query('ALTER TABLE webhook_delivery DROP CONSTRAINT uq_webhook_delivery_body');
    await running.database.query('DROP INDEX uq_webhook_delivery_id');
    await running.database.query(
      'ALTER TABLE shop_order DROP CONSTRAINT pk_shop_order, DROP CONSTRAINT uq_shop_order_key',
    );
    const [id, content] = [randomUUID(), order()];
    const orderNumber = `moda-${number}`;
    const replies = await Promise.all([1, 2, 3].map(() => shops.shopify(content, { id })));
    expect(replies.map(({ body }) => body.status)).toEqual(['accepted', 'accepted', 'accepted']);
    await eventually('published three times', () => publishedOf(running, orderNumber).length === 3);
    expect((await shopOrderRows(orderNumber)).length).toBe(3);
  });
});
