import { DocumentType, OrderCompleted, OrderNeedsAttention, OrderReversed, OrderTaken } from '@kervan/contracts';
import { ConfirmReceiptJob } from '@kervan/ingress';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordersFile } from '../fixtures/interchange.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

const now = (): string => new Date().toISOString();

describe('the orders of partners', () => {
  let edi: RunningEdiGateway;
  let last = 0;

  beforeAll(async () => {
    edi = await runningEdiGateway();
  });
  afterAll(() => edi.stop());

  const send = (number: string, reference: string): Promise<unknown> =>
    edi.deliver(`${reference}.edi`, ordersFile({ order: number, reference }));
  async function order(): Promise<{ orderId: string; orderNumber: string }> {
    const [number, reference] = [`PO-${(last += 1)}`, `O${last}`];
    await send(number, reference);
    const orderNumber = `market-${number}`;
    const { orderId } = await eventually('published', () =>
      edi.placed().find((one) => one.order.orderNumber === orderNumber),
    );
    return { orderId, orderNumber };
  }

  const items = async (query: string) =>
    (await edi.request('GET', `/admin/orders${query}`)).body.items as Readonly<Record<string, unknown>>[];
  const becomes = (orderNumber: string, state: string) =>
    eventually(state, async () => {
      const [item] = await items(`?orderNumber=${orderNumber}`);
      return item?.state === state && item;
    });

  it('are accepted, taken, waiting for a person and completed, as the orchestrator tells', async () => {
    const { orderId, orderNumber } = await order();
    expect(await becomes(orderNumber, 'accepted')).toMatchObject({ id: orderId, partner: 'market', publications: 1 });
    await edi.tell(OrderTaken.of({ orderId, takenAt: now(), toldAt: null, receivable: null }));
    await becomes(orderNumber, 'taken');
    const since = now();
    await edi.tell(OrderNeedsAttention.of({ orderId, orderNumber, step: 'post-order', code: 'c', detail: 'd', since }));
    expect(await becomes(orderNumber, 'needs_attention')).toMatchObject({ lastError: { step: 'post-order', since } });
    const documents = [{ type: DocumentType.erp_sales_order, number: 'SO-7', issuedOn: null }];
    await edi.tell(OrderCompleted.of({ orderId, orderNumber, completedAt: now(), documents, settledPayments: [] }));
    expect(await becomes(orderNumber, 'completed')).toMatchObject({ documents, lastError: null });
    const { rows } = await edi.database.query('SELECT placed FROM edi_order WHERE id = $1', [orderId]);
    expect(rows).toEqual([{ placed: null }]);
  });

  it('wait for a person where they come again once they were reversed: their number is used up', async () => {
    const { orderId, orderNumber } = await order();
    const over = { orderId, orderNumber, reversedAt: now(), reason: 'for the wrong company', documents: [] };
    await edi.tell(OrderReversed.of(over));
    await becomes(orderNumber, 'reversed');
    await send(`PO-${last}`, `O${last}-AGAIN`);
    const { items: waiting } = (await edi.request('GET', '/v1/quarantine')).body;
    expect(waiting).toMatchObject([{ findings: [{ field: 'orderNumber', code: 'order-reversed', actual: `PO-${last}` }] }]);
    const { id } = (waiting as { id: string }[])[0]!;
    const act = { by: 'ayse', reason: 'the partner sends it under another number' };
    const released = await edi.request('POST', `/v1/quarantine/${id}/release`, act);
    expect([released.status, released.body.errors]).toMatchObject([422, [{ code: 'order-reversed' }]]);
    expect((await edi.request('POST', `/v1/quarantine/${id}/discard`, act)).body.state).toBe('discarded');
    expect(await items(`?orderNumber=${orderNumber}`)).toHaveLength(1);
  });

  it('are published again when nobody has confirmed them for 15 minutes', async () => {
    const { orderId, orderNumber } = await order();
    await eventually('sent', async () => (await edi.database.query('SELECT FROM outbox_message')).rowCount === 0);
    await edi.database.query(`UPDATE edi_order SET published_at = now() - interval '16 minutes' WHERE id = $1`, [
      orderId,
    ]);
    await edi.service.app.get(ConfirmReceiptJob, { strict: false }).look();
    await eventually('published twice', () => edi.published.filter(({ key }) => key === orderId).length === 2);
    expect(await becomes(orderNumber, 'accepted')).toMatchObject({ publications: 2 });
  });

  it('come page by page and by state', async () => {
    await order();
    const { body } = await edi.request('GET', '/admin/orders?limit=1');
    const next = await items(`?limit=200&after=${String(body.next)}`);
    expect([...(body.items as { id: string }[]), ...next].map(({ id }) => id).sort()).toEqual(
      (await items('')).map(({ id }) => id).sort(),
    );
    expect((await items('?state=completed')).length).toBe(1);
    expect((await edi.request('GET', '/admin/orders?state=lost')).status).toBe(422);
  });
});
