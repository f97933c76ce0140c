import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { trace } from '@opentelemetry/api';
import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { takenBy } from '../fixtures/held-open.js';
import { LINES, ordersFile, type OrdersText } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

const moved = { ...market, company: 'ege' };
const act = { by: 'ayse', reason: 'the partner has sent it again' };

interface Recorded {
  readonly state: string;
  readonly code: string | null;
  readonly orderId: string | null;
}

describe('an order whose partner has moved to another company', () => {
  let edi: RunningEdiGateway;
  let last = 0;
  const nextOrder = (): string => `PO-${(last += 1)}`;

  beforeAll(async () => {
    edi = await runningEdiGateway();
  });
  afterAll(() => edi.stop());

  /** Sends an order by a profile, under a control reference of its own. @returns what became of its message. */
  async function sent(profile: unknown, text: OrdersText): Promise<Recorded & { readonly id: string }> {
    await edi.agree(profile);
    const reference = `M${(last += 1)}`;
    expect(await edi.deliver(`${reference}.edi`, ordersFile({ reference, ...text }))).toEqual({ end: 'accepted' });
    const { rows } = await edi.database.query<Recorded & { id: string }>(
      `SELECT message.id, message.state, findings->0->>'code' AS code, order_id AS "orderId" FROM edi_message AS message
       JOIN edi_interchange AS interchange ON interchange.id = interchange_id WHERE control_reference = $1`,
      [reference],
    );
    return rows[0]!;
  }
  const companiesOf = async (order: string): Promise<unknown[]> => {
    const { rows } = await edi.database.query<{ of: string }>(
      `SELECT company || ' ' || mode AS of FROM edi_order WHERE buyer_order = $1 ORDER BY accepted_at`,
      [order],
    );
    return rows.map(({ of }) => of);
  };
  const publishedOf = (order: string) => edi.placed().filter((one) => one.order.orderNumber === `market-${order}`);
  /** What was sent before is published once this is. */
  const settled = async (): Promise<void> => {
    const order = nextOrder();
    await sent(market, { order });
    await eventually('a later order is published', () => publishedOf(order).length === 1);
  };

  it('is repeated when it comes again, though an article of it is not agreed by then', async () => {
    const order = nextOrder();
    const first = await sent(market, { order });
    expect(first.state).toBe('ordered');
    const again = { state: 'repeated', code: null, orderId: first.orderId };
    expect(await sent(moved, { order })).toMatchObject(again);
    expect(await sent({ ...moved, articles: [market.articles[0]] }, { order })).toMatchObject(again);
    await settled();
    expect(await companiesOf(order)).toEqual(['anadolu live']);
    expect(publishedOf(order)).toHaveLength(1);
  });

  it('waits for a person where other content comes under its number', async () => {
    const order = nextOrder();
    await sent(market, { order });
    const other = await sent(moved, { order, lines: LINES.slice(0, 5) });
    expect(other).toMatchObject({ state: 'quarantined', code: 'order-conflict' });
    const { status, body } = await edi.request('POST', `/v1/quarantine/${other.id}/release`, act);
    expect([status, body.errors]).toMatchObject([422, [{ pointer: '#/orderNumber', code: 'order-conflict' }]]);
    await settled();
    expect(await companiesOf(order)).toEqual(['anadolu live']);
    expect(publishedOf(order)).toHaveLength(1);
  });

  it('is another one in test mode, and for the new company where it is new', async () => {
    const [order, fresh] = [nextOrder(), nextOrder()];
    expect((await sent({ ...market, mode: 'test' }, { order })).state).toBe('ordered');
    expect((await sent(market, { order })).state).toBe('ordered');
    expect(await companiesOf(order)).toEqual(['anadolu test', 'anadolu live']);
    expect((await sent(moved, { order: fresh })).state).toBe('ordered');
    expect(await companiesOf(fresh)).toEqual(['ege live']);
  });

  it('is repeated by its own company where an earlier release has taken it for both', async () => {
    const order = nextOrder();
    const first = await sent(market, { order });
    const second = newId();
    await edi.database.query(
      `INSERT INTO edi_order (id, company, mode, partner, buyer_order, order_number, content_hash, correlation_id, placed)
       SELECT $2, 'ege', mode, partner, buyer_order, order_number, content_hash, correlation_id, placed
       FROM edi_order WHERE id = $1`,
      [first.orderId, second],
    );
    expect(await sent(market, { order })).toMatchObject({ state: 'repeated', orderId: first.orderId });
    expect(await companiesOf(order)).toEqual(['anadolu live', 'ege live']);
  });

  it('is repeated, too, where an earlier release has recorded it, which kept no numbers', async () => {
    const order = nextOrder();
    const first = await sent(market, { order });
    await edi.database.query('DELETE FROM edi_order_number WHERE buyer_order = $1', [order]);
    for (const _turn of [1, 2]) {
      expect(await sent(moved, { order })).toMatchObject({ state: 'repeated', orderId: first.orderId });
    }
    expect(await companiesOf(order)).toEqual(['anadolu live']);
  });

  it.each<[string, Readonly<Record<string, unknown>>, OrdersText]>([
    ['by the id and the company that it was recorded with', moved, {}],
    ['by these, too, where it could not be used any more', { ...moved, articles: [market.articles[0]] }, {}],
    ['by its number alone where other content comes under it', moved, { lines: LINES.slice(0, 5) }],
    ['by its number alone where that could not be used either', { ...moved, articles: [] }, { lines: LINES.slice(0, 5) }],
  ])('is told in the trace %s', async (_by, profile, text) => {
    const order = nextOrder();
    const { orderId } = await sent(market, { order });
    const span = new TracerProvider().getTracer('test').startSpan('take interchange');
    const active = vi.spyOn(trace, 'getActiveSpan').mockReturnValue(span);
    await takenBy(edi, { profile, text: { order, reference: `M${(last += 1)}`, ...text } });
    active.mockRestore();
    expect((span as unknown as ReadableSpan).attributes).toEqual({
      'kervan.order.number': `market-${order}`,
      'kervan.order.channel': 'edi',
      ...(text.lines ? {} : { 'kervan.order.id': orderId, 'kervan.company': 'anadolu' }),
    });
  });
});
