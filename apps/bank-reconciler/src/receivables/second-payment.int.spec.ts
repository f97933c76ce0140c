import { createHash } from 'node:crypto';
import { PaymentMatched } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderPlaced, orderReversed, orderTaken } from '../fixtures/events.js';
import { type Reply, runningBankReconciler, type RunningBankReconciler, testAccounts } from '../fixtures/running-bank-reconciler.js';
import { entry, LIVE_ACCOUNT, nextId, statementFile } from '../fixtures/statement-file.js';
import { comingLine, type ToldLine } from '../fixtures/undecided-line.js';

const act = { by: 'ayla', reason: 'agreed with the payer' };
const waiting = { state: 'undecided', reason: 'matched-order-amended' };
const matched = { state: 'matched', reason: null, detail: null };

describe('the rest of an order that is amended after it was paid', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  const decide = (id: string, body: object): Promise<Reply> =>
    bank.request('POST', `/v1/lines/${id}/decision`, { body: { ...act, ...body } });
  const accept = (id: string, { orderId }: DueOrder, more: object = {}): Promise<Reply> =>
    decide(id, { decision: 'match', orderId, acceptDifference: true, ...more });
  const amend = (order: DueOrder, dueMinor: number, changes: Partial<DueOrder> = {}): Promise<void> =>
    bank.tell(orderTaken({ ...order, dueMinor, ...changes }));
  /** A line of so much that names the order. */
  const comes = (amount: string, { orderNumber }: DueOrder): Promise<ToldLine> => comingLine(bank, { amount, text: orderNumber });
  /** What is published for the order, once all of it has been sent. */
  const published = async ({ orderId }: DueOrder): Promise<PaymentMatched[]> => {
    await eventually('nothing left to send', async () => (await bank.database.query('SELECT FROM outbox_message LIMIT 1')).rowCount === 0);
    return bank.published(orderId).map(({ value }) => PaymentMatched.type.fromBuffer(value!.subarray(5)) as PaymentMatched);
  };
  /** An order of 100.00 that the rule has matched. */
  const paid = async (): Promise<{ order: DueOrder; first: string }> => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const { id, state } = await comes('100.00', order);
    expect(state).toBe('matched');
    return { order, first: id };
  };
  /** The order, amended to 120.00. */
  const amended = async (): Promise<{ order: DueOrder; first: string }> => {
    const { order, first } = await paid();
    await amend(order, 12_000);
    expect(await lineOf(first)).toMatchObject(waiting);
    return { order, first };
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('is matched where it comes: what came before waits no more, each is published once, and what comes then is too much', async () => {
    const { order, first } = await amended();
    const rest = await comes('20.00', order);
    expect(rest).toMatchObject({ ...matched, match: { orderId: order.orderId, rule: 'one-named-exact-amount', ruleVersion: 2 } });
    expect(await lineOf(first)).toMatchObject(matched);
    expect(await published(order)).toMatchObject([{ amountMinor: 10_000 }, { amountMinor: 2_000, settlesOrder: false, acceptedDueMinor: null }]);
    for (const amount of ['20.00', '120.00', '100.00']) expect(await comes(amount, order)).toMatchObject({ reason: 'already-paid', proposals: [] });
    await amend(order, 12_000);
    expect([await lineOf(first), await lineOf(rest.id)]).toMatchObject([matched, matched]);
    expect(await published(order)).toHaveLength(2);
  });

  it.each([
    ['as too much', '100.00', '20.00', 'already-paid'],
    ['before the first', '20.00', '100.00', 'amount-differs'],
  ])('is matched where it came %s, and the order is amended then', async (_how, one, other, reason) => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const lines = [await comes(one, order), await comes(other, order)];
    const rest = await lineOf(lines.find(({ amount }) => amount === '20.00')!.id);
    expect(rest.reason).toBe(reason);
    await amend(order, 12_000);
    for (const { id } of lines) expect(await lineOf(id)).toMatchObject({ ...matched, match: { orderId: order.orderId } });
    expect((await published(order)).map(({ amountMinor }) => amountMinor).sort()).toEqual([10_000, 2_000]);
  });

  it('is what is shown and asked of a person: a part of it pays the order once they accept the difference', async () => {
    const { order, first } = await amended();
    const line = await comes('15.00', order);
    expect(line).toMatchObject({ reason: 'amount-differs', detail: { expected: '20.00', actual: '15.00' } });
    expect(line.proposals).toMatchObject([{ orderId: order.orderId, amount: '20.00', came: '100.00', why: ['named'] }]);
    const whole = await accept(line.id, order, { seen: { due: '120.00', currency: 'TRY' } });
    expect([whole.status, whole.body]).toMatchObject([409, { code: 'due-changed', due: '20.00' }]);
    const exact = await accept(line.id, order, { acceptDifference: false });
    expect([exact.status, exact.body.errors]).toMatchObject([422, [{ code: 'amount-differs', expected: '20.00', actual: '15.00' }]]);
    expect(exact.body.detail).toBe('Open are 20.00 TRY, the line is of 15.00.');
    expect((await accept(line.id, order, { seen: { due: '20.00', currency: 'TRY' } })).status).toBe(200);
    expect([await lineOf(first), await lineOf(line.id)]).toMatchObject([matched, matched]);
    expect(await published(order)).toMatchObject([{}, { amountMinor: 1_500, settlesOrder: true, acceptedDueMinor: 12_000 }]);
    expect(await comes('5.00', order)).toMatchObject({ reason: 'already-paid' });
    await amend(order, 12_500);
    const both = { ...waiting, detail: { expected: '125.00', actual: '115.00' } };
    expect([await lineOf(first), await lineOf(line.id)]).toMatchObject([both, both]);
    expect(await comes('10.00', order)).toMatchObject(matched);
    expect([await lineOf(first), await lineOf(line.id)]).toMatchObject([matched, matched]);
  });

  it('is not open once a person has accepted what came before for all of it', async () => {
    const { order, first } = await amended();
    expect((await accept(first, order)).status).toBe(200);
    const line = await comes('20.00', order);
    expect(line).toMatchObject({ reason: 'already-paid', proposals: [] });
    expect((await accept(line.id, order)).body.code).toBe('receivable-not-open');
    expect(await published(order)).toMatchObject([{}, { amountMinor: 10_000, settlesOrder: true, acceptedDueMinor: 12_000 }]);
    await amend(order, 12_500);
    expect(await lineOf(first)).toMatchObject({ ...waiting, detail: { expected: '125.00', actual: '100.00' } });
    expect(await comes('25.00', order)).toMatchObject(matched);
    expect(await lineOf(first)).toMatchObject(matched);
  });

  it('is open where a person has left what came before, whose money counts on', async () => {
    const { order, first } = await amended();
    expect((await decide(first, { decision: 'leave' })).status).toBe(200);
    expect(await comes('20.00', order)).toMatchObject(matched);
    expect(await lineOf(first)).toMatchObject({ state: 'left' });
  });

  it('is too much where the order is amended back: all wait, and are accepted together, for what is due of the whole', async () => {
    const { order, first } = await amended();
    const { id } = await comes('20.00', order);
    await amend(order, 10_000);
    const told = { ...waiting, detail: { expected: '100.00', actual: '120.00' } };
    const proposals = [{ orderId: order.orderId, amount: '100.00', came: '120.00', why: ['matched-with-it'] }];
    for (const line of [first, id]) expect(await lineOf(line)).toMatchObject({ ...told, proposals });
    const exact = await accept(id, order, { acceptDifference: false });
    expect(exact.body.errors).toMatchObject([{ expected: '100.00', actual: '120.00' }]);
    expect(exact.body.detail).toBe('Due are 100.00 TRY, in all came 120.00.');
    await amend(order, 12_000);
    for (const line of [first, id]) expect(await lineOf(line)).toMatchObject(matched);
    await amend(order, 2_000);
    expect((await accept(id, order, { acceptDifference: false })).body.code, 'one line is of what is due').toBe('amount-differs');
    expect((await accept(id, order, { seen: { due: '20.00', currency: 'TRY' } })).status).toBe(200);
    for (const line of [first, id]) expect(await lineOf(line)).toMatchObject(matched);
    expect((await published(order)).at(-1)).toMatchObject({ amountMinor: 2_000, settlesOrder: true, acceptedDueMinor: 2_000 });
  });

  it('is returned with the first where the order is taken back', async () => {
    const { order, first } = await amended();
    const { id } = await comes('20.00', order);
    await bank.tell(orderReversed(order));
    const told = { state: 'undecided', reason: 'matched-order-reversed', detail: null, proposals: [] };
    expect([await lineOf(first), await lineOf(id)]).toMatchObject([told, told]);
    expect((await comes('20.00', order)).reason).toBe('already-paid');
  });

  it('is told as of its own account where a bank numbers the statements of two alike', async () => {
    const savings = 'TR480006200010000001720040';
    await bank.setAccounts([...testAccounts, { account: savings, company: 'AM01', mode: 'live' }]);
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    const id = nextId('ST');
    const one = (amount: string): object => ({ id, closing: amount, entries: [entry({ amount, text: order.orderNumber })] });
    expect(await bank.upload(statementFile(one('100.00')))).toMatchObject([{ lines: { matched: 1 } }]);
    await amend(order, 12_000);
    expect(await bank.upload(statementFile({ ...one('20.00'), account: savings }))).toMatchObject([{ lines: { matched: 1 } }]);
    const told = await published(order);
    const digests = [LIVE_ACCOUNT, savings].map((account) => createHash('sha256').update(account).digest('hex'));
    expect(told.map(({ accountDigest }) => accountDigest)).toEqual(digests);
    const references = told.map(({ statementReference }) => statementReference);
    expect(references).toEqual([`${id}/2026-11-20/1.1`, `${id}/2026-11-20/1.1`]);
  });

  it('is nothing that anybody knows where what came before is in another currency', async () => {
    const { order, first } = await paid();
    await amend(order, 12_000, { currency: 'EUR' });
    expect(await lineOf(first)).toMatchObject({ ...waiting, detail: { expected: 'EUR', actual: 'TRY' }, proposals: [{ came: null }] });
    expect(await comingLine(bank, { amount: '120.00', currency: 'EUR', text: order.orderNumber })).toMatchObject({ reason: 'already-paid' });
  });
});
