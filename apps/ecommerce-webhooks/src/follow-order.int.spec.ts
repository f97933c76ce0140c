import { DocumentType, OrderCompleted, OrderNeedsAttention, OrderPlaced, OrderTaken } from '@kervan/contracts';
import { ConfirmReceiptJob } from '@kervan/ingress';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedOf, shopsThatSend } from './fixtures/deliver.js';
import { runningEcommerceWebhooks, type RunningEcommerceWebhooks } from './fixtures/running-ecommerce-webhooks.js';
import { woocommerceOrder } from './fixtures/woocommerce.js';
import { RetentionJob } from './retention/retention.job.js';

const now = (): string => new Date().toISOString();

describe('ecommerce-webhooks', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let number = 9_000;
  const orderNumber = (): string => `ev-${number}`;
  const placed = async (): Promise<string> => {
    await shops.woocommerce(woocommerceOrder({ id: (number += 1), number: String(number) }));
    const { rows } = await running.database.query<{ id: string }>('SELECT id FROM shop_order WHERE order_number = $1', [
      orderNumber(),
    ]);
    return rows[0]!.id;
  };
  const listed = async (): Promise<Record<string, unknown>> => {
    const { body } = await running.ask('GET', `/admin/orders?orderNumber=${orderNumber()}`);
    return (body.items as Record<string, unknown>[])[0]!;
  };
  const becomes = (state: string): Promise<true> => eventually(state, async () => (await listed()).state === state);
  const job = <T>(type: new (...args: never[]) => T): T => running.service.app.get<T>(type, { strict: false });

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
  });
  afterAll(() => running.stop());

  it('is ready once its database is migrated and reachable', async () => {
    for (const probe of ['live', 'ready', 'startup']) {
      const { status, body } = await running.request('GET', `/health/${probe}`);
      expect([probe, status, body.status]).toEqual([probe, 200, 'ok']);
    }
  });

  it('tells how far an order has come, with its documents and what it waits for', async () => {
    const orderId = await placed();
    await running.tell(OrderTaken.of({ orderId, takenAt: now(), toldAt: null, receivable: null }));
    await becomes('taken');
    const attention = {
      orderId,
      orderNumber: 'x',
      step: 'post-order',
      code: 'article-blocked',
      detail: 'd',
      since: now(),
    };
    await running.tell(OrderNeedsAttention.of(attention));
    await becomes('needs_attention');
    expect((await listed()).lastError).toMatchObject({ step: 'post-order', code: 'article-blocked' });
    const documents = [{ type: DocumentType.invoice, number: 'AMA2026000000001', issuedOn: '2026-11-21' }];
    await running.tell(OrderCompleted.of({ orderId, orderNumber: 'x', completedAt: now(), documents, settledPayments: [] }));
    await becomes('completed');
    expect(await listed()).toMatchObject({ documents, lastError: null });
  });

  it('leaves no buyer behind once the orchestrator has the order', async () => {
    const orderId = await placed();
    await running.tell(OrderTaken.of({ orderId, takenAt: now(), toldAt: null, receivable: null }));
    await becomes('taken');
    for (const table of ['shop_order', 'webhook_delivery']) {
      const { rows } = await running.database.query<{ row: string }>(`SELECT ${table}::text AS row FROM ${table}`);
      expect(
        rows
          .filter(({ row }) => row.includes(orderId))
          .map(({ row }) => row)
          .join(),
      ).not.toContain('Ece');
    }
  });

  it('knows a later event of an order that was taken, by a hash of its money', async () => {
    const orderId = await placed();
    await running.tell(OrderTaken.of({ orderId, takenAt: now(), toldAt: null, receivable: null }));
    await becomes('taken');
    const later = { id: number, number: String(number), date_modified_gmt: '2026-11-21T09:00:00', status: 'completed' };
    expect((await shops.woocommerce(woocommerceOrder(later))).body.status).toBe('accepted');
    expect((await shops.woocommerce(woocommerceOrder({ ...later, total: '297.50' }))).body.status).toBe('quarantined');
    expect(await listed()).toMatchObject({ state: 'taken' });
  });

  it('publishes an order again that nobody confirmed for 15 minutes, and not one that waits', async () => {
    const orderId = await placed();
    const waiting = woocommerceOrder({
      id: number + 1,
      number: String(number + 1),
      status: 'pending',
      date_paid_gmt: null,
    });
    await shops.woocommerce(waiting);
    await eventually('sent', async () => (await running.database.query('SELECT FROM outbox_message')).rowCount === 0);
    await running.database.query(`UPDATE shop_order SET published_at = now() - interval '16 minutes'`);
    await job(ConfirmReceiptJob).look();
    await eventually('published twice', () => publishedOf(running, orderNumber()).length === 2);
    const [first, second] = running.published.filter(({ key }) => key === orderId);
    const contentOf = (record: typeof first) => OrderPlaced.type.fromBuffer(record!.value!.subarray(5));
    expect(contentOf(second)).toEqual(contentOf(first));
    expect(second?.headers.ce_id).not.toBe(first?.headers.ce_id);
    expect(publishedOf(running, `ev-${number + 1}`)).toEqual([]);
  });

  it('tells in the log of deliveries too that one expired undecided', async () => {
    const { body } = await shops.woocommerce(woocommerceOrder({ id: (number += 10), total: '1.00' }));
    const quarantineId = String(body.id);
    await running.database.query(`UPDATE quarantined_delivery SET received_at = now() - interval '91 days'`);
    await job(RetentionJob).look();
    const log = (await running.ask('GET', '/v1/deliveries?shop=ev')).body.items as { quarantineId: string | null }[];
    expect(log.find((each) => each.quarantineId === quarantineId)).toMatchObject({ state: 'discarded' });
  });

  it('forgets deliveries after 30 days, and the bodies of undecided ones after 90', async () => {
    const { body } = await shops.woocommerce(woocommerceOrder({ id: (number += 10), total: '1.00' }));
    expect(body.status).toBe('quarantined');
    const age = (table: string, days: number) =>
      running.database.query(`UPDATE ${table} SET received_at = received_at - make_interval(days => $1)`, [days]);
    const state = async (): Promise<unknown> => (await running.ask('GET', `/v1/quarantine/${String(body.id)}`)).body;
    await age('webhook_delivery', 29);
    await age('quarantined_delivery', 89);
    await job(RetentionJob).look();
    expect((await running.ask('GET', '/v1/deliveries')).body.items).not.toEqual([]);
    expect(await state()).toMatchObject({ state: 'open' });
    await age('webhook_delivery', 2);
    await age('quarantined_delivery', 2);
    await job(RetentionJob).look();
    expect((await running.ask('GET', '/v1/deliveries')).body.items).toEqual([]);
    expect(await state()).toMatchObject({ state: 'expired', body: null, acts: [{ act: 'expire', by: 'retention' }] });
    expect(running.logged()).toContain('quarantined deliveries expired undecided');
  });
});
