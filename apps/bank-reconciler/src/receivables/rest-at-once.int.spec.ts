import { eventually, lockWaits } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, invoiceAssigned, orderCompleted, orderPlaced, orderTaken } from '../fixtures/events.js';
import { handledWithoutCommit } from '../fixtures/handled-without-commit.js';
import { runningBankReconciler, type RunningBankReconciler, upload } from '../fixtures/running-bank-reconciler.js';
import { entry, statementFile } from '../fixtures/statement-file.js';
import { comingLine, type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';

const act = { by: 'ayla', reason: 'told by telephone' };
let invoices = 0;
const invoiceNumber = (): string => `AMF2026${String((invoices += 1)).padStart(9, '0')}`;

describe('two payments of the rest of one order', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  const amendedTo = (order: DueOrder, dueMinor: number) => orderTaken({ ...order, dueMinor });
  /** An order of 100.00 that the rule has matched, with its line. */
  const paid = async (): Promise<{ order: DueOrder; first: string }> => {
    const order = dueOrder({ dueMinor: 10_000 });
    await bank.tell(orderPlaced(order));
    return { order, first: (await comingLine(bank, { amount: '100.00', text: order.orderNumber })).id };
  };
  /** What was matched with the order, by amount. */
  const matchedWith = async ({ orderId }: DueOrder): Promise<unknown[]> => {
    const { rows } = await bank.database.query<{ minor: number }>(
      'SELECT amount_minor::int AS minor FROM payment_match WHERE order_id = $1 ORDER BY part',
      [orderId],
    );
    return rows.map(({ minor }) => minor);
  };
  const isWaitedFor = async (): Promise<boolean> => (await lockWaits(bank.database)) > 0;

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('in one statement, or in several that replicas take one behind the other, match once', async () => {
    const { order } = await paid();
    await bank.tell(amendedTo(order, 12_000));
    const replica = await bank.replica();
    const line = () => entry({ amount: '20.00', text: order.orderNumber });
    const files = [1, 2, 3, 4].map(() => statementFile({ closing: '40.00', entries: [line(), line()] }));
    const taken = await Promise.all(files.map((file, at) => upload(at % 2 ? replica.url : bank.service.url, file)));
    await replica.stop();
    const lines = taken.map(([statement]) => statement?.lines);
    expect(lines.filter((counts) => counts?.matched === 1)).toEqual([{ 'matched': 1, 'already-paid': 1 }]);
    expect(lines.filter((counts) => counts?.['already-paid'] === 2)).toHaveLength(3);
    expect(await matchedWith(order)).toEqual([10_000, 2_000]);
    await eventually('both published', () => bank.published(order.orderId).length === 2);
  });

  it('that persons decide one behind the other, neither knowing of the other, match once', async () => {
    const { order, first } = await paid();
    await bank.tell(amendedTo(order, 12_000));
    const lines = [await undecidedLine(bank, { amount: '20.00' }), await undecidedLine(bank, { amount: '20.00' })];
    const body = { decision: 'match', orderId: order.orderId, acceptDifference: true, ...act };
    const ids = [...lines.map(({ id }) => id), first];
    const replies = await Promise.all(ids.map((id) => bank.request('POST', `/v1/lines/${id}/decision`, { body })));
    expect(replies.map(({ status }) => status).sort(), 'one line, or all as it came before').toEqual([200, 409, 409]);
    const matched = await matchedWith(order);
    expect([[10_000], [10_000, 2_000]]).toContainEqual(matched);
  });

  it.each([
    ['is amended before it gets its invoice', true],
    ['gets its invoice before it is amended', false],
  ])('that name it and its invoice match once where it %s, both handled at once', async (_what, amendedFirst) => {
    const { order, first } = await paid();
    const invoice = invoiceNumber();
    const lines = [await undecidedLine(bank, { amount: '20.00', text: order.orderNumber }), await undecidedLine(bank, { amount: '20.00', text: invoice })];
    const events = [amendedTo(order, 12_000), invoiceAssigned(order, invoice)] as const;
    const [one, other] = amendedFirst ? events : [events[1], events[0]];
    const handled = await handledWithoutCommit(bank, one);
    const told = bank.tell(other);
    await eventually('it waits', isWaitedFor).finally(() => handled.commit());
    await told;
    const after = await Promise.all(lines.map(({ id }) => lineOf(id)));
    expect(after.map(({ state, reason }) => reason ?? state).sort()).toEqual(['already-paid', 'matched']);
    expect(await lineOf(first)).toMatchObject({ state: 'matched', reason: null });
    expect(await matchedWith(order)).toEqual([10_000, 2_000]);
  });

  it('are seen as they are committed while the order is waited for: what is open is read once it is locked', async () => {
    const order = dueOrder({ dueMinor: 10_000 });
    const done = dueOrder();
    await bank.tell(orderPlaced(order), orderPlaced(done));
    await bank.tell(orderCompleted(done));
    const invoice = invoiceNumber();
    const whole = await undecidedLine(bank, { amount: '120.00', text: order.orderNumber });
    const rest = await undecidedLine(bank, { amount: '20.00', text: `${order.orderNumber} ${invoice}` });
    const handled = await handledWithoutCommit(bank, amendedTo(order, 12_000), [whole.id]);
    const told = bank.tell(invoiceAssigned(done, invoice));
    await eventually('it waits', isWaitedFor).finally(() => handled.commit());
    await told;
    expect(await lineOf(whole.id)).toMatchObject({ state: 'matched' });
    expect(await lineOf(rest.id)).toMatchObject({ reason: 'already-paid', detail: null });
  });

  it('match once where a release that knows of no parts takes the second', async () => {
    const { order } = await paid();
    await bank.tell(amendedTo(order, 12_000));
    const { id } = await undecidedLine(bank, { amount: '20.00' });
    const insert = `INSERT INTO payment_match (line_id, order_id, amount_minor, currency, rule, rule_version, evidence, matched_at)
      VALUES ($1, $2, 2000, 'TRY', 'one-named-exact-amount', 1, '[]', now()) ON CONFLICT DO NOTHING RETURNING 1`;
    expect((await bank.database.query(insert, [id, order.orderId])).rows).toEqual([]);
    const other = dueOrder({ dueMinor: 2_000 });
    await bank.tell(orderPlaced(other));
    expect((await bank.database.query(insert, [id, other.orderId])).rowCount).toBe(1);
    expect(await undecidedLine(bank, { amount: '20.00', text: other.orderNumber })).toMatchObject({ reason: 'already-paid' });
  });
});
