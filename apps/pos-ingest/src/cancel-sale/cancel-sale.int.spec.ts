import { OrderCancelled } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { branchKeys, type Reply, runningPosIngest, type RunningPosIngest } from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';
import { waitingAnswers } from '../fixtures/waiting-answers.js';

const wish = { reason: 'wrong article', requestedBy: 'cashier 7' };

describe('POST /v1/sales/{id}/cancellation', () => {
  let pos: RunningPosIngest;
  let receipt = 0;
  const sale = async (): Promise<string> => {
    const { id } = await pos.request('POST', '/v1/sales', { body: aSale({ receiptNumber: (receipt += 1) }) });
    return id;
  };
  const cancel = (id: string, body: unknown = wish, key?: string): Promise<Reply> =>
    pos.request('POST', `/v1/sales/${id}/cancellation`, { body, ...(key !== undefined && { key }) });
  const cancellations = (id: string) =>
    pos.published.filter(({ key, headers }) => key === id && headers.ce_type === OrderCancelled.fullName);

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());

  it('records the wish, shows it on the sale and publishes OrderCancelled after OrderPlaced', async () => {
    const id = await sale();
    const reply = await cancel(id);
    expect([reply.status, reply.headers.get('location')]).toEqual([202, `/v1/sales/${id}`]);
    expect(reply.body).toMatchObject({ id, orderNumber: `012-3-147-${receipt}`, cancellation: 'requested' });
    expect((await pos.request('GET', `/v1/sales/${id}`)).body.cancellationRequested).toBe(true);
    const [record] = await eventually('published', () => cancellations(id).length > 0 && cancellations(id));
    expect(OrderCancelled.type.fromBuffer(record!.value!.subarray(5))).toMatchObject({ orderId: id, ...wish });
    const ofSale = pos.published.filter(({ key }) => key === id).map(({ headers }) => headers.ce_type);
    expect(ofSale).toEqual(['kervan.sales.OrderPlaced', 'kervan.sales.OrderCancelled']);
  });

  it('is one wish, however often and at once it is sent', async () => {
    const id = await sale();
    const replies = await Promise.all(Array.from({ length: 5 }, () => cancel(id)));
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers.has('idempotency-replayed'))).toHaveLength(4);
    const last = await sale();
    await cancel(last);
    await eventually('published', () => cancellations(last).length === 1 && cancellations(id).length > 0);
    expect(cancellations(id)).toHaveLength(1);
  });

  it('keeps the first of two wishes that differ', async () => {
    const id = await sale();
    await cancel(id);
    const other = await cancel(id, { ...wish, reason: 'other' });
    expect([other.status, other.body.code]).toEqual([409, 'cancellation-conflict']);
    expect(other.headers.get('content-type')).toBe('application/problem+json');
  });

  it('tells what was recorded earlier behind a commit that waits for the standby, be it the same or not', async () => {
    const id = await sale();
    await cancel(id);
    const statuses = await waitingAnswers(pos, async () => {
      await cancel(id);
      await cancel(id, { ...wish, reason: 'other' });
    });
    expect(statuses).toEqual([202, 409]);
  });

  it("does not find another branch's sale", async () => {
    const reply = await cancel(await sale(), wish, branchKeys.of034);
    expect([reply.status, reply.body.code]).toEqual([404, 'not-found']);
  });

  it.each<[string, unknown, string]>([
    ['no reason', { requestedBy: 'x' }, 'validation-failed'],
    ['an empty reason', { ...wish, reason: '' }, 'invalid-text'],
    ['a reason with control characters', { ...wish, reason: 'a\u001b[31m' }, 'invalid-text'],
    ['a field that is not known', { ...wish, refund: '1.00' }, 'validation-failed'],
  ])('refuses %s', async (_what, body, code) => {
    const reply = await cancel(await sale(), body);
    expect([reply.status, reply.body.code]).toEqual([422, code]);
  });
});
