import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedOf, shopsThatSend } from '../fixtures/deliver.js';
import {
  type Reply,
  runningEcommerceWebhooks,
  type RunningEcommerceWebhooks,
} from '../fixtures/running-ecommerce-webhooks.js';
import { shopifyLines, shopifyOrder } from '../fixtures/shopify.js';
import { shops as shopsFile } from '../fixtures/shops.js';

const ABSENT = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';
const ada = { by: 'ada', reason: 'the shop has a new payment method' };

describe('a quarantined delivery', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let number = 6_000;
  const order = (changes: object = {}) => shopifyOrder({ id: (number += 1), order_number: number, ...changes });
  const quarantined = async (changes: object): Promise<string> => {
    const { body } = await shops.shopify(order(changes));
    expect(body.status).toBe('quarantined');
    return String(body.id);
  };
  const get = async (id: string): Promise<Reply['body']> => (await running.ask('GET', `/v1/quarantine/${id}`)).body;
  const act = (id: string, what: 'release' | 'discard', body: unknown = ada): Promise<Reply> =>
    running.ask('POST', `/v1/quarantine/${id}/${what}`, body);
  const audited = async (id: string): Promise<unknown> =>
    (await running.ask('GET', `/admin/audit?subjectId=${id}`)).body.items;
  const withGateway = (name: string): unknown => ({
    shops: shopsFile.shops.map((shop) => ({
      ...shop,
      mapping: { ...shop.mapping, payments: { ...shop.mapping.payments, [name]: { method: 'card' } } },
    })),
  });

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterAll(() => running.stop());

  it('is listed oldest first, page by page, with field and reason', async () => {
    const ids = [await quarantined({ currency: 'EUR' }), await quarantined({ currency: 'USD' })];
    const seen: string[] = [];
    let after = '';
    do {
      const { body } = await running.ask(
        'GET',
        `/v1/quarantine?shop=moda&state=open&limit=1${after && `&after=${after}`}`,
      );
      seen.push(...(body.items as { id: string }[]).map(({ id }) => id));
      after = (body.next as string | undefined) ?? '';
    } while (after !== '');
    expect(seen.slice(-2)).toEqual(ids);
    expect(await get(ids[0]!)).toMatchObject({
      shop: 'moda',
      topic: 'orders/create',
      orderNumber: `moda-${number - 1}`,
      state: 'open',
      findings: [{ pointer: '#/currency', code: 'unexpected-currency', expected: 'TRY', actual: 'EUR' }],
      body: { currency: 'EUR', email: '***', line_items: [{ sku: 'TAS-1', name: '***' }, {}] },
    });
  });

  it('cannot be released before its mapping is mended; the try is kept, and is no act that is audited', async () => {
    const id = await quarantined({ payment_gateway_names: ['papara'] });
    const { status, body } = await act(id, 'release');
    expect([status, body.code, body.errors]).toEqual([
      409,
      'still-unusable',
      [expect.objectContaining({ pointer: '#/payment_gateway_names', code: 'unknown-payment-method' })],
    ]);
    expect(await get(id)).toMatchObject({
      state: 'open',
      acts: [{ act: 'release', ...ada, outcome: 'still-unusable' }],
    });
    expect(await audited(id)).toEqual([]);
  });

  it('is released once its mapping is mended, and places its order', async () => {
    const id = await quarantined({ payment_gateway_names: ['troy'] });
    const orderNumber = `moda-${number}`;
    await running.changeShops(withGateway('troy'));
    const { status, body } = await act(id, 'release');
    expect([status, body]).toEqual([
      200,
      { id, state: 'released', outcome: 'placed', orderId: expect.any(String), orderNumber },
    ]);
    await eventually('published', () => publishedOf(running, orderNumber).length === 1);
    expect(await get(id)).toMatchObject({
      state: 'released',
      body: null,
      acts: [{ act: 'release', ...ada, outcome: 'placed' }],
    });
    const { rows } = await running.database.query('SELECT body FROM quarantined_delivery WHERE id = $1', [id]);
    expect(rows).toEqual([{ body: null }]);
    const log = await running.ask('GET', `/v1/deliveries?orderNumber=${orderNumber}`);
    expect(log.body.items).toMatchObject([{ state: 'placed', quarantineId: id }]);
    const again = await act(id, 'release');
    expect([again.status, again.body.code]).toEqual([409, 'quarantine-resolved']);
    const subject = { kind: 'quarantined-delivery', id };
    const detail = { shop: 'moda', outcome: 'placed', orderId: body.orderId };
    expect(await audited(id)).toEqual([expect.objectContaining({ act: 'release', subject, ...ada, detail })]);
  });

  it('is released by one of two who do it at once', async () => {
    const id = await quarantined({ payment_gateway_names: ['wise'] });
    const orderNumber = `moda-${number}`;
    await running.changeShops(withGateway('wise'));
    const replies = await Promise.all([1, 2].map(() => act(id, 'release')));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await eventually('published', () => publishedOf(running, orderNumber).length === 1);
  });

  it('does nothing once something newer of its order is known', async () => {
    const id = await quarantined({ payment_gateway_names: ['swift'] });
    await shops.shopify({ ...order(), id: number - 1, order_number: number - 1, updated_at: '2026-11-22T00:00:00Z' });
    const orderNumber = `moda-${number - 1}`;
    await running.changeShops(withGateway('swift'));
    expect((await act(id, 'release')).body).toMatchObject({ state: 'released', outcome: 'older' });
    await eventually('published', () => publishedOf(running, orderNumber).length === 1);
  });

  it('is discarded with a reason, and its body is cleared', async () => {
    const id = await quarantined({ total_price: '1.00' });
    const why = { by: 'ada', reason: 'the shop has sent it anew' };
    expect((await act(id, 'discard', why)).body).toMatchObject({ id, state: 'discarded', outcome: 'discarded' });
    expect(await get(id)).toMatchObject({ state: 'discarded', body: null, acts: [{ act: 'discard', ...why }] });
    expect((await act(id, 'discard', why)).body.code).toBe('quarantine-resolved');
    const { body } = await running.ask('GET', '/v1/deliveries?state=discarded');
    expect(body.items).toMatchObject([{ quarantineId: id }]);
    const detail = { shop: 'moda', outcome: 'discarded' };
    expect(await audited(id)).toEqual([expect.objectContaining({ act: 'discard', ...why, detail })]);
  });

  it('is not decided about where the audit log cannot tell of it', async () => {
    const id = await quarantined({ currency: 'EUR' });
    await running.database.query('ALTER TABLE audit_entry ADD CONSTRAINT ck_none CHECK (false) NOT VALID');
    const { status } = await act(id, 'discard');
    await running.database.query('ALTER TABLE audit_entry DROP CONSTRAINT ck_none');
    expect(status).toBe(500);
    expect(await get(id)).toMatchObject({ state: 'open', acts: [], body: { currency: 'EUR' } });
  });

  it.each<[string, unknown]>([
    ['nobody', { reason: 'x' }],
    ['somebody without a reason', { by: 'ada' }],
    ['somebody with an empty reason', { by: 'ada', reason: ' ' }],
  ])('is not decided about by %s', async (_whom, body) => {
    const id = await quarantined({ currency: 'EUR' });
    for (const what of ['release', 'discard'] as const) {
      const reply = await act(id, what, body);
      expect([reply.status, reply.body.code]).toEqual([422, 'validation-failed']);
    }
    expect(await get(id)).toMatchObject({ state: 'open', acts: [] });
    expect(await audited(id)).toEqual([]);
  });

  it.each([ABSENT, 'x', `${ABSENT}'--`])('is 404 where there is none: %s', async (id) => {
    for (const reply of [
      await running.ask('GET', `/v1/quarantine/${id}`),
      await act(id, 'release'),
      await act(id, 'discard'),
    ]) {
      expect(reply.status).toBe(404);
    }
  });

  it('for a change after placing comes once, whatever else is told of the order, and cannot be released', async () => {
    const placed = order();
    const orderNumber = `moda-${number}`;
    await shops.shopify(placed);
    const changed = {
      ...placed,
      line_items: [shopifyLines[0]],
      total_price: '246.00',
      tax_lines: [{ price: '41.00', rate: 0.2 }],
      updated_at: '2026-11-21T10:00:00Z',
    };
    const first = await shops.shopify(changed, { topic: 'orders/updated' });
    expect(first.body.status).toBe('quarantined');
    const next = await shops.shopify({ ...changed, updated_at: '2026-11-21T11:00:00Z' }, { topic: 'orders/updated' });
    expect(next.body.status).toBe('accepted');
    const id = String(first.body.id);
    expect((await get(id)).findings).toMatchObject([{ pointer: '#', code: 'changed-after-placing' }]);
    await running.database.query(`UPDATE shop_order SET version = 0 WHERE order_number = $1`, [orderNumber]);
    expect((await act(id, 'release')).body.code).toBe('still-unusable');
    expect(publishedOf(running, orderNumber)).toEqual(['OrderPlaced']);
    await act(id, 'discard');
    const known = 'SELECT id AS "orderId" FROM shop_order WHERE order_number = $1';
    const { rows } = await running.database.query<{ orderId: string }>(known, [orderNumber]);
    expect(await audited(id)).toMatchObject([{ act: 'discard', detail: rows[0] }]);
  });

  it('is counted at its shop, and the shop tells no secret', async () => {
    const { text, body } = await running.ask('GET', '/v1/shops');
    const [moda] = body.items as { quarantined: number }[];
    expect(moda).toMatchObject({
      code: 'moda',
      provider: 'shopify',
      secrets: [
        { name: 'moda', live: true },
        { name: 'moda-next', live: true },
        { name: 'moda-ended', live: false },
      ],
      lastDeliveryAt: expect.any(String),
    });
    expect(moda?.quarantined).toBeGreaterThan(0);
    expect(text).not.toContain('moda-secret');
  });
});
