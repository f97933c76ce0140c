import { OrderPlaced } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runningPosIngest, type RunningPosIngest } from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';

describe('POST /v1/sales', () => {
  let pos: RunningPosIngest;
  const publishedOf = (orderId: string) => pos.published.filter(({ key }) => key === orderId);

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());

  it('is answered 202 with where to look, once the sale is durable, and published as the canonical order', async () => {
    const sale = aSale({ receiptNumber: 5012 });
    const reply = await pos.request('POST', '/v1/sales', { body: sale, headers: { 'x-correlation-id': 'till-3' } });
    expect(reply.status).toBe(202);
    expect(reply.headers.get('x-correlation-id')).toBe('till-3');
    const { id } = reply;
    expect(reply.headers.get('location')).toBe(`/v1/sales/${id}`);
    expect(reply.body).toEqual({
      id,
      orderId: id,
      orderNumber: '012-3-147-5012',
      state: 'accepted',
      links: { self: `/v1/sales/${id}`, cancellation: `/v1/sales/${id}/cancellation` },
    });
    const [record] = await eventually('published', () => publishedOf(id).length > 0 && publishedOf(id));
    expect(record?.headers).toMatchObject({ ce_type: 'kervan.sales.OrderPlaced', ce_correlationid: 'till-3' });
    const placed = OrderPlaced.type.fromBuffer(record!.value!.subarray(5)) as OrderPlaced;
    expect(placed.orderId).toBe(id);
    expect(placed.order.totals.grossMinor).toBe(11_380);
  });
});
