import { PaymentMatched } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderCancelled, orderPlaced, orderTaken } from '../fixtures/events.js';
import { type Reply, runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { nextId, type TestEntry } from '../fixtures/statement-file.js';
import { comingLine, type ToldLine } from '../fixtures/undecided-line.js';

const waiting = { state: 'undecided', reason: 'matched-order-amended' };
const matched = { state: 'matched', reason: null, detail: null };

describe('the rest of an amended order that the rule does not match', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  const match = (id: string, { orderId }: DueOrder): Promise<Reply> => {
    const body = { decision: 'match', orderId, by: 'ayla', reason: 'agreed with the payer' };
    return bank.request('POST', `/v1/lines/${id}/decision`, { body });
  };
  /** A line of so much that names the order. */
  const comes = (amount: string, { orderNumber }: DueOrder, more: Partial<TestEntry> = {}): Promise<ToldLine> =>
    comingLine(bank, { amount, text: orderNumber, ...more });
  /** An order of 100.00 that the rule has matched, amended to 120.00. */
  const amended = async (more: Partial<TestEntry> = {}): Promise<{ order: DueOrder; first: string }> => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const { id, state } = await comes('100.00', order, more);
    expect(state).toBe('matched');
    await bank.tell(orderTaken({ ...order, dueMinor: 12_000 }));
    expect(await lineOf(id)).toMatchObject(waiting);
    return { order, first: id };
  };
  /** A person matches the rest, which is exact: nothing of the order waits any more, and both lines are told. */
  const settlesAtAWord = async ({ order, first }: { order: DueOrder; first: string }, rest: ToldLine): Promise<void> => {
    expect(await lineOf(first)).toMatchObject(waiting);
    expect((await match(rest.id, order)).status).toBe(200);
    expect([await lineOf(first), await lineOf(rest.id)]).toMatchObject([matched, { ...matched, match: { rule: 'person' } }]);
    const records = await eventually('both told', () => bank.published(order.orderId).length > 1 && bank.published(order.orderId));
    const told = records.map(({ value }) => PaymentMatched.type.fromBuffer(value!.subarray(5)) as PaymentMatched);
    expect(told).toMatchObject([{ amountMinor: 10_000 }, { amountMinor: 2_000, settlesOrder: false }]);
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('is matched by a person where its source has cancelled the order since, which may go on all the same', async () => {
    const both = await amended();
    const { order } = both;
    await bank.tell(orderCancelled(order));
    const rest = await comes('20.00', order);
    expect(rest).toMatchObject({ state: 'undecided', reason: 'receivable-closed' });
    const why = ['named', 'same-amount', 'order-cancelled'];
    expect(rest.proposals).toMatchObject([{ orderId: order.orderId, amount: '20.00', came: '100.00', why }]);
    await settlesAtAWord(both, rest);
  });

  it('is matched by a person where it has the EndToEndId of what came before', async () => {
    const endToEndId = nextId('E2E');
    const both = await amended({ endToEndId });
    const rest = await comes('20.00', both.order, { endToEndId });
    expect(rest).toMatchObject({ state: 'undecided', reason: 'same-end-to-end-id-twice' });
    expect(rest.proposals).toMatchObject([{ orderId: both.order.orderId, amount: '20.00', came: '100.00' }]);
    await settlesAtAWord(both, rest);
  });
});
