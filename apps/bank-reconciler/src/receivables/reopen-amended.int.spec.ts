import { PaymentMatched } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderPlaced, orderReversed, orderTaken } from '../fixtures/events.js';
import { type Reply, runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { entry, nextId, statementFile } from '../fixtures/statement-file.js';
import { type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';

const act = { by: 'ayla', reason: 'agreed with the payer' };

describe('money that was matched with an order that is amended since', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  const decide = (id: string, body: object): Promise<Reply> =>
    bank.request('POST', `/v1/lines/${id}/decision`, { body: { ...act, ...body } });
  const amend = (order: DueOrder, dueMinor: number, changes: Partial<DueOrder> = {}): Promise<void> =>
    bank.tell(orderTaken({ ...order, dueMinor, ...changes }));
  const waiting = { state: 'undecided', reason: 'matched-order-amended' };
  /** An order of 120.00 that the rule has matched. */
  const paid = async (): Promise<{ order: DueOrder; id: string }> => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    await bank.tell(orderTaken(order));
    const entries = [entry({ amount: '120.00', text: order.orderNumber })];
    const [statement] = await bank.upload(statementFile({ closing: '120.00', entries }));
    expect(statement?.lines).toEqual({ matched: 1 });
    const { body } = await bank.request('GET', `/v1/lines?statement=${statement?.id}`);
    const [{ id }] = body.items as [ToldLine];
    return { order, id };
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it.each([
    ['more', 13_000, '130.00'],
    ['less', 11_000, '110.00'],
  ])('waits for a person where %s is due, with both amounts and the order', async (_what, dueMinor, expected) => {
    const { order, id } = await paid();
    await amend(order, dueMinor);
    const { orderId } = order;
    expect(await lineOf(id)).toMatchObject({
      ...waiting,
      detail: { expected, actual: '120.00' },
      match: { orderId, rule: 'one-named-exact-amount' },
      proposals: [{ orderId, amount: expected, why: ['matched-with-it'] }],
    });
    expect(bank.published(orderId)).toHaveLength(1);
    const { body } = await bank.request('GET', '/v1/lines?state=undecided&reason=matched-order-amended');
    expect((body.items as ToldLine[]).map((line) => line.id)).toContain(id);
  });

  it('waits where nothing is due any more, and can only be left', async () => {
    const { order, id } = await paid();
    await amend(order, 0);
    expect(await lineOf(id)).toMatchObject({ ...waiting, detail: { expected: '0.00' }, proposals: [] });
    const refused = await decide(id, { decision: 'match', orderId: order.orderId, acceptDifference: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'receivable-not-open']);
    expect((await decide(id, { decision: 'leave' })).status).toBe(200);
    await amend(order, 13_000);
    expect(await lineOf(id)).toMatchObject({ state: 'left', acts: [{ act: 'leave' }] });
  });

  it('pays the order once a person accepts the difference: told again of the same entry, and audited', async () => {
    const { order, id } = await paid();
    await amend(order, 13_000);
    const { orderId } = order;
    for (const [body, status, code] of [
      [{ orderId }, 422, 'amount-differs'],
      [{ orderId: dueOrder().orderId, acceptDifference: true }, 409, 'matched-order-amended'],
    ] as const) {
      const refused = await decide(id, { decision: 'match', ...body });
      expect([refused.status, refused.body.code]).toEqual([status, code]);
    }
    expect((await decide(id, { decision: 'match', orderId, acceptDifference: true })).status).toBe(200);
    expect(await lineOf(id)).toMatchObject({ state: 'matched', reason: null, acts: [{ act: 'match', orderId }] });
    const records = await eventually('told again', () => bank.published(orderId).length > 1 && bank.published(orderId));
    const told = records.map(({ value }) => PaymentMatched.type.fromBuffer(value!.subarray(5)) as PaymentMatched);
    expect(told).toMatchObject([{ settlesOrder: false }, { settlesOrder: true, acceptedDueMinor: 13_000, amountMinor: 12_000 }]);
    expect(told[1]?.statementReference).toBe(told[0]?.statementReference);
    const audit = await bank.request('GET', `/admin/audit?subjectId=${id}`);
    expect(audit.body.items).toMatchObject([{ act: 'match', detail: { orderId, acceptDifference: true } }]);
    await amend(order, 13_000);
    expect(await lineOf(id)).toMatchObject({ state: 'matched' });
  });

  it('waits no more where the order is amended to what came', async () => {
    const { order, id } = await paid();
    await amend(order, 13_000);
    await amend(order, 12_500);
    expect(await lineOf(id)).toMatchObject({ ...waiting, detail: { expected: '125.00' } });
    await amend(order, 12_000);
    expect(await lineOf(id)).toMatchObject({ state: 'matched', reason: null, detail: null });
    expect(bank.published(order.orderId)).toHaveLength(1);
  });

  it('waits no more where the order is amended back to what was due when a person accepted the difference', async () => {
    const order = dueOrder();
    const { orderId } = order;
    await bank.tell(orderPlaced(order));
    const { id } = await undecidedLine(bank, { amount: '119.00', text: order.orderNumber });
    await decide(id, { decision: 'match', orderId, acceptDifference: true });
    await amend(order, 13_000);
    expect(await lineOf(id)).toMatchObject({ ...waiting, detail: { expected: '130.00', actual: '119.00' } });
    await amend(order, 12_000);
    expect(await lineOf(id)).toMatchObject({ state: 'matched', reason: null, detail: null, acts: [{ act: 'match' }] });
    await amend(order, 12_500);
    expect(await lineOf(id)).toMatchObject({ ...waiting, detail: { expected: '125.00' } });
    await decide(id, { decision: 'match', orderId, acceptDifference: true });
    await amend(order, 12_000);
    expect(await lineOf(id), 'the last acceptance counts').toMatchObject({ ...waiting, detail: { expected: '120.00' } });
    await amend(order, 12_500);
    expect(await lineOf(id)).toMatchObject({ state: 'matched' });
    await amend(order, 12_500, { currency: 'EUR' });
    expect(await lineOf(id)).toMatchObject({ ...waiting, detail: { expected: 'EUR', actual: 'TRY' } });
    await eventually('told twice', () => bank.published(orderId).length === 2);
  });

  it('waits as of an order that was taken back once it is, and is matched by no rule meanwhile', async () => {
    const { order, id } = await paid();
    await amend(order, 13_000);
    await amend(order, 13_000, { references: [{ type: 'shop_order', value: nextId('SHOP') }] });
    expect(await lineOf(id)).toMatchObject(waiting);
    await bank.tell(orderReversed(order));
    expect(await lineOf(id)).toMatchObject({ state: 'undecided', reason: 'matched-order-reversed', detail: null });
  });

  it('stays as a person has decided where the same is told again', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const line = await undecidedLine(bank, { amount: '119.00', text: order.orderNumber });
    await decide(line.id, { decision: 'match', orderId: order.orderId, acceptDifference: true });
    await bank.tell(orderTaken(order));
    await bank.tell(orderTaken(order));
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched', match: { rule: 'person' } });
  });

  it('keeps its blocked statement in its place', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const given = { id: nextId('ST'), number: 1, date: '2031-02-03', entries: [entry({ amount: '120.00' })] };
    const [blocked] = await bank.upload(statementFile({ ...given, closing: '0.00' }));
    const { body } = await bank.request('GET', `/v1/lines?statement=${blocked?.id}`);
    const [{ id }] = body.items as [ToldLine];
    expect((await decide(id, { decision: 'match', orderId: order.orderId })).status).toBe(200);
    await amend(order, 13_000);
    const [corrected] = await bank.upload(statementFile({ ...given, closing: '120.00' }));
    expect(corrected).toMatchObject({ state: 'duplicate', duplicateOf: blocked?.id });
  });
});
