import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderPlaced, orderTaken } from '../fixtures/events.js';
import { type Reply, runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';

const act = { by: 'ayla', reason: 'agreed with the payer' };

describe('a difference that a person accepts', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  const accept = (id: string, { orderId }: DueOrder, seen: object): Promise<Reply> => {
    const body = { decision: 'match', orderId, acceptDifference: true, seen, ...act };
    return bank.request('POST', `/v1/lines/${id}/decision`, { body });
  };
  const shown = ({ proposals: [first] }: ToldLine): object => ({ due: first?.amount, currency: first?.currency });
  const amend = (order: DueOrder, dueMinor: number): Promise<void> => bank.tell(orderTaken({ ...order, dueMinor }));
  /** A line of 300.00 that names an order of 310.00. */
  const differing = async (): Promise<{ order: DueOrder; line: ToldLine }> => {
    const order = dueOrder({ dueMinor: 31_000 });
    await bank.tell(orderPlaced(order));
    return { order, line: await undecidedLine(bank, { amount: '300.00', text: order.orderNumber }) };
  };
  /** A line of 300.00 that was matched with an order of which 310.00 are due since. */
  const amended = async (): Promise<{ order: DueOrder; line: ToldLine }> => {
    const order = dueOrder({ dueMinor: 30_000 });
    const { id } = await undecidedLine(bank, { amount: '300.00', text: order.orderNumber });
    await bank.tell(orderPlaced(order));
    await bank.paymentOf(order.orderId);
    await amend(order, 31_000);
    return { order, line: await lineOf(id) };
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it.each([
    ['before it was matched', differing, 'amount-differs'],
    ['after it was matched', amended, 'matched-order-amended'],
  ])('is that which was shown: of an order that is amended meanwhile none is settled, %s', async (_when, prepared, reason) => {
    const { order, line } = await prepared();
    const published = bank.published(order.orderId).length;
    expect(shown(line)).toEqual({ due: '310.00', currency: 'TRY' });
    await amend(order, 32_000);
    const refused = await accept(line.id, order, shown(line));
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'due-changed', recorded: 'nothing', due: '320.00', currency: 'TRY', detail: 'Due are 320.00 TRY now; shown were 310.00 TRY.' },
    ]);
    expect((await accept(line.id, order, { due: '320.00', currency: 'EUR' })).body.code).toBe('due-changed');
    const waiting = await lineOf(line.id);
    expect(waiting).toMatchObject({ state: 'undecided', reason, acts: [], detail: { expected: '320.00', actual: '300.00' } });
    expect((await bank.request('GET', `/admin/audit?subjectId=${line.id}`)).body.items).toEqual([]);
    expect(bank.published(order.orderId)).toHaveLength(published);
    expect(shown(waiting)).toEqual({ due: '320.00', currency: 'TRY' });
    expect((await accept(line.id, order, shown(waiting))).status).toBe(200);
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched', acts: [{ act: 'match', ...act }] });
  });

  it.each([[{ due: '310,00', currency: 'TRY' }], [{ due: '310.00' }], [{ due: 310, currency: 'TRY' }]])('is none where what was shown is no amount: %j', async (seen) => {
    const { order, line } = await differing();
    const { status, body } = await accept(line.id, order, seen);
    expect([status, body.code]).toEqual([422, 'validation-failed']);
  });
});
