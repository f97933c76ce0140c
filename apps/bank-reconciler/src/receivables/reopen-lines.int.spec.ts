import { Transactions } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, invoiceAssigned, orderCancelled, orderPlaced, orderReversed } from '../fixtures/events.js';
import { type Reply, runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { entry, nextId, statementFile } from '../fixtures/statement-file.js';
import { type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';
import { forgetReceivables } from './receivable.repository.js';

const act = { by: 'ayla', reason: 'sent back to the payer' };

describe('money that was matched with an order', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  const decide = (id: string, body: object): Promise<Reply> =>
    bank.request('POST', `/v1/lines/${id}/decision`, { body: { ...act, ...body } });
  /** An order whose money the rule has matched. */
  const paid = async (): Promise<{ order: DueOrder; line: ToldLine }> => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const entries = [entry({ amount: '120.00', text: order.orderNumber })];
    const [statement] = await bank.upload(statementFile({ closing: '120.00', entries }));
    expect(statement?.lines).toEqual({ matched: 1 });
    const { body } = await bank.request('GET', `/v1/lines?statement=${statement?.id}`);
    return { order, line: (body.items as ToldLine[])[0]! };
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('waits for a person again when the order is taken back, listed and counted, with what it was matched with', async () => {
    const { order, line } = await paid();
    await bank.tell(orderPlaced(dueOrder()), orderCancelled(order));
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched' });
    await bank.tell(orderReversed(order));
    expect(await lineOf(line.id)).toMatchObject({
      state: 'undecided',
      reason: 'matched-order-reversed',
      match: { orderId: order.orderId, rule: 'one-named-exact-amount' },
      proposals: [],
    });
    const { body } = await bank.request('GET', `/v1/lines?state=undecided&reason=matched-order-reversed&statement=${line.statement}`);
    expect(body.items).toMatchObject([{ id: line.id }]);
    const statement = await bank.request('GET', `/v1/statements/${line.statement}`);
    expect(statement.body.lines).toEqual({ 'matched-order-reversed': 1 });
  });

  it('does so too where a person matched it', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const line = await undecidedLine(bank);
    expect((await decide(line.id, { decision: 'match', orderId: order.orderId })).status).toBe(200);
    await bank.tell(orderReversed(order));
    expect(await lineOf(line.id)).toMatchObject({ reason: 'matched-order-reversed', match: { rule: 'person' } });
  });

  it('is matched no more, neither by the rule nor by a person, who leaves the line once it is given back', async () => {
    const { order, line } = await paid();
    await bank.tell(orderReversed(order));
    await bank.tell(invoiceAssigned(order, 'AMF2026000000001'));
    const other = dueOrder();
    await bank.tell(orderPlaced(other));
    const refused = await decide(line.id, { decision: 'match', orderId: other.orderId });
    expect([refused.status, refused.body.code]).toEqual([409, 'matched-order-reversed']);
    expect(await lineOf(line.id)).toMatchObject({ state: 'undecided', reason: 'matched-order-reversed' });
    expect((await decide(line.id, { decision: 'leave' })).status).toBe(200);
    await bank.tell(orderReversed(order));
    expect(await lineOf(line.id)).toMatchObject({ state: 'left', reason: null, acts: [{ act: 'leave' }] });
    expect(bank.published(other.orderId)).toEqual([]);
  });

  it('stays left where its order is placed and taken back anew long after', async () => {
    const { order, line } = await paid();
    await bank.tell(orderReversed(order));
    expect((await decide(line.id, { decision: 'leave' })).status).toBe(200);
    await bank.database.query(`UPDATE receivable SET told_at = now() - interval '401 days' WHERE order_id = $1`, [order.orderId]);
    await bank.service.app.get(Transactions, { strict: false }).run(forgetReceivables);
    await bank.tell(orderPlaced(order), orderReversed(order));
    expect(await lineOf(line.id)).toMatchObject({ state: 'left', reason: null });
  });

  it('keeps its blocked statement in its place, and its reason when that is released', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const given = { id: nextId('ST'), number: 1, date: '2031-01-02', entries: [entry({ amount: '120.00' })] };
    const [blocked] = await bank.upload(statementFile({ ...given, closing: '0.00' }));
    expect(blocked?.state).toBe('blocked');
    const { body } = await bank.request('GET', `/v1/lines?statement=${blocked?.id}`);
    const [{ id }] = body.items as [ToldLine];
    expect((await decide(id, { decision: 'match', orderId: order.orderId })).status).toBe(200);
    await bank.tell(orderReversed(order));
    const [corrected] = await bank.upload(statementFile({ ...given, closing: '120.00' }));
    expect(corrected).toMatchObject({ state: 'duplicate', duplicateOf: blocked?.id, lines: { 'no-effect': 1 } });
    const released = await bank.request('POST', `/v1/statements/${blocked?.id}/release`, { body: act });
    expect([released.status, released.body.lines]).toEqual([200, { 'matched-order-reversed': 1 }]);
  });
});
