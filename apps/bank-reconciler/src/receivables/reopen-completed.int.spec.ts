import { createHash } from 'node:crypto';
import type { SettledPayment } from '@kervan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderCompleted, orderPlaced, orderReversed, orderTaken } from '../fixtures/events.js';
import { type Reply, runningBankReconciler, type RunningBankReconciler, testAccounts } from '../fixtures/running-bank-reconciler.js';
import { entry, LIVE_ACCOUNT, nextId, statementFile } from '../fixtures/statement-file.js';
import { comingLine, type ToldLine } from '../fixtures/undecided-line.js';

const act = { by: 'ayla', reason: 'booked by hand' };
const waiting = { state: 'undecided', reason: 'matched-order-completed', detail: null, proposals: [] };
const matched = { state: 'matched', reason: null };

describe('money that was matched with an order which completes', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  const decide = (id: string, body: object): Promise<Reply> =>
    bank.request('POST', `/v1/lines/${id}/decision`, { body: { ...act, ...body } });
  const comes = (amount: string, { orderNumber }: DueOrder): Promise<ToldLine> => comingLine(bank, { amount, text: orderNumber });
  const settled = async ({ id, amount }: ToldLine, account: string | null = LIVE_ACCOUNT): Promise<SettledPayment> => {
    const { rows } = await bank.database.query<{ reference: string }>('SELECT reference FROM bank_line WHERE id = $1', [id]);
    const accountDigest = account && createHash('sha256').update(account).digest('hex');
    return { statementReference: rows[0]!.reference, accountDigest, amountMinor: Number(amount) * 100 };
  };
  /** An order of 100.00 that is paid, then amended to 120.00, and paid the rest. */
  const paidTwice = async (): Promise<{ order: DueOrder; lines: readonly [ToldLine, ToldLine] }> => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const first = await comes('100.00', order);
    await bank.tell(orderTaken({ ...order, dueMinor: 12_000 }));
    const rest = await comes('20.00', order);
    expect([await lineOf(first.id), rest]).toMatchObject([matched, matched]);
    return { order, lines: [first, rest] };
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('stays matched where the order has taken it, and where a release tells the end that does not say', async () => {
    const taken = await paidTwice();
    await bank.tell(orderCompleted(taken.order, await Promise.all(taken.lines.map((line) => settled(line)))));
    const untold = await paidTwice();
    await bank.tell(orderCompleted(untold.order));
    for (const { id } of [...taken.lines, ...untold.lines]) expect(await lineOf(id)).toMatchObject(matched);
  });

  it('waits for a person where it came too late for the order, listed and counted, with what it was matched with', async () => {
    const { order, lines: [first, rest] } = await paidTwice();
    const completed = orderCompleted(order, [await settled(first)]);
    await bank.tell(completed);
    expect(await lineOf(first.id)).toMatchObject(matched);
    expect(await lineOf(rest.id)).toMatchObject({ ...waiting, match: { orderId: order.orderId } });
    const { body } = await bank.request('GET', `/v1/lines?state=undecided&reason=matched-order-completed&statement=${rest.statement}`);
    expect(body.items).toMatchObject([{ id: rest.id }]);
    const statement = await bank.request('GET', `/v1/statements/${rest.statement}`);
    expect(statement.body.lines).toEqual({ 'matched-order-completed': 1 });
    const published = bank.published(order.orderId).length;
    const refused = await decide(rest.id, { decision: 'match', orderId: order.orderId, acceptDifference: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'matched-order-completed']);
    expect((await decide(rest.id, { decision: 'leave' })).status).toBe(200);
    await bank.tell(completed);
    expect(await lineOf(rest.id)).toMatchObject({ state: 'left', reason: null, acts: [{ act: 'leave', ...act }] });
    expect(bank.published(order.orderId)).toHaveLength(published);
  });

  it('waits for a person where one has said that the order is settled in another way', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const line = await comes('120.00', order);
    await bank.tell(orderCompleted(order, []));
    expect(await lineOf(line.id)).toMatchObject(waiting);
  });

  it('waits for that, too, where it waited for the rest of an order that was amended', async () => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const line = await comes('100.00', order);
    await bank.tell(orderTaken({ ...order, dueMinor: 12_000 }));
    expect(await lineOf(line.id)).toMatchObject({ reason: 'matched-order-amended' });
    await bank.tell(orderCompleted(order, [await settled(line)]));
    expect(await lineOf(line.id), 'of another amount than is due').toMatchObject({ reason: 'matched-order-amended' });
    await bank.tell(orderCompleted(order, []));
    expect(await lineOf(line.id)).toMatchObject(waiting);
  });

  it.each([
    ['without it', (order: DueOrder) => orderCompleted(order, []), waiting],
    ['by being taken back', orderReversed, { ...waiting, reason: 'matched-order-reversed' }],
  ])('waits though a person had left it, as its money would count on, where the order ends %s', async (_how, ended, expected) => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const line = await comes('100.00', order);
    await bank.tell(orderTaken({ ...order, dueMinor: 8_000 }));
    expect((await decide(line.id, { decision: 'leave' })).status).toBe(200);
    await bank.tell(ended(order));
    expect(await lineOf(line.id)).toMatchObject({ ...expected, acts: [{ act: 'leave' }] });
    expect((await decide(line.id, { decision: 'leave' })).status).toBe(200);
    await bank.tell(ended(order));
    expect(await lineOf(line.id)).toMatchObject({ state: 'left', reason: null });
  });

  it('stays left where the order has taken it', async () => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const line = await comes('100.00', order);
    await bank.tell(orderTaken({ ...order, dueMinor: 8_000 }));
    expect((await decide(line.id, { decision: 'leave' })).status).toBe(200);
    await bank.tell(orderCompleted(order, [await settled(line)]));
    expect(await lineOf(line.id)).toMatchObject({ state: 'left' });
  });

  it('is matched again where a later word says that it was taken', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const line = await comes('120.00', order);
    await bank.tell(orderCompleted(order, []));
    expect(await lineOf(line.id)).toMatchObject(waiting);
    await bank.tell(orderCompleted(order, [await settled(line)]));
    expect(await lineOf(line.id)).toMatchObject(matched);
  });

  it('is known by its account where a bank numbers the statements of two alike, and else by its amount', async () => {
    const savings = 'TR480006200010000001720040';
    await bank.setAccounts([...testAccounts, { account: savings, company: 'AM01', mode: 'live' }]);
    const paid = async (rest: string): Promise<{ order: DueOrder; first: ToldLine; second: ToldLine }> => {
      const order = dueOrder({ dueMinor: 10_000 });
      await bank.tell(orderPlaced(order));
      const id = nextId('ST');
      const upload = async (amount: string, account: string): Promise<ToldLine> => {
        const entries = [entry({ amount, text: order.orderNumber })];
        const [statement] = await bank.upload(statementFile({ id, account, closing: amount, entries }));
        const { body } = await bank.request('GET', `/v1/lines?statement=${statement?.id}`);
        return (body.items as [ToldLine])[0];
      };
      const first = await upload('100.00', LIVE_ACCOUNT);
      await bank.tell(orderTaken({ ...order, dueMinor: 10_000 + Number(rest) * 100 }));
      return { order, first, second: await upload(rest, savings) };
    };
    const told = await paid('100.00');
    expect([await lineOf(told.first.id), told.second]).toMatchObject([matched, matched]);
    await bank.tell(orderCompleted(told.order, [await settled(told.second, savings)]));
    expect([await lineOf(told.first.id), await lineOf(told.second.id)]).toMatchObject([waiting, matched]);
    const untold = await paid('20.00');
    await bank.tell(orderCompleted(untold.order, [await settled(untold.first, null)]));
    expect([await lineOf(untold.first.id), await lineOf(untold.second.id)]).toMatchObject([matched, waiting]);
    const alike = await paid('100.00');
    await bank.tell(orderCompleted(alike.order, [await settled(alike.first, null)]));
    const states = [await lineOf(alike.first.id), await lineOf(alike.second.id)].map(({ state }) => state);
    expect(states.sort(), 'one payment is one line').toEqual(['matched', 'undecided']);
    const inPart = await paid('100.00');
    await bank.tell(orderCompleted(inPart.order, [await settled(inPart.first, null), await settled(inPart.second, savings)]));
    expect([await lineOf(inPart.first.id), await lineOf(inPart.second.id)]).toMatchObject([matched, matched]);
  });

  it('waits to be returned where the order is taken back', async () => {
    const { order, lines: [first, rest] } = await paidTwice();
    await bank.tell(orderCompleted(order, [await settled(first)]));
    await bank.tell(orderReversed(order));
    for (const { id } of [first, rest]) expect(await lineOf(id)).toMatchObject({ reason: 'matched-order-reversed' });
  });
});
