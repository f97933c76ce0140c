import { Mode } from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DueOrder,
  dueOrder,
  invoiceAssigned,
  invoiceVoided,
  orderCancelled,
  orderCompleted,
  orderPlaced,
  orderPlacedWrongly,
  orderReversed,
  orderTaken,
} from '../fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { entry, nextId, statementFile, TEST_ACCOUNT, type TestEntry } from '../fixtures/statement-file.js';

let invoices = 0;
const invoiceNumber = (): string => `AMF2026${String((invoices += 1)).padStart(9, '0')}`;

/** A file of one statement that adds up, with one booked credit. */
function fileOf(line: Partial<TestEntry>, account?: string): string {
  const { amount = '120.00', currency = 'TRY' } = line;
  const entries = [entry({ ...line, amount })];
  return statementFile({ closing: amount, currency, entries, ...(account !== undefined && { account }) });
}

describe('a payment is matched', () => {
  let bank: RunningBankReconciler;
  const outcome = async (xml: string): Promise<unknown> => (await bank.upload(xml))[0]?.lines;
  const settled = async (order: DueOrder): Promise<unknown> => bank.paymentOf(order.orderId);

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('when the order was there before the statement', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const id = nextId('ST');
    const entries = [entry({ amount: '120.00', text: `Sipariş ${order.orderNumber}` })];
    const taken = await bank.upload(statementFile({ id, closing: '120.00', entries }));
    expect(taken).toMatchObject([{ state: 'taken', findings: [], lines: { matched: 1 } }]);
    expect(await settled(order)).toMatchObject({
      amountMinor: 12_000,
      currency: 'TRY',
      invoiceNumber: null,
      valueDate: '2026-11-21',
      statementReference: `${id}/2026-11-20/1.1`,
      settlesOrder: false,
      acceptedDueMinor: null,
    });
  });

  it('when the order comes after the statement, and keeps where that was read', async () => {
    const order = dueOrder();
    const text = `ÖDEME ${order.orderNumber.toUpperCase().replace('-', ' ')}`;
    const [statement] = await bank.upload(fileOf({ text }));
    expect(statement).toMatchObject({ state: 'taken', lines: { 'unknown-reference': 1 } });
    await bank.tell(orderPlaced(order));
    expect(await settled(order)).toMatchObject({ amountMinor: 12_000 });
    const { body } = await bank.request('GET', `/v1/lines?statement=${statement?.id}`);
    expect(body.items).toMatchObject([
      {
        state: 'matched',
        reason: null,
        amount: '120.00',
        proposals: [],
        match: {
          orderId: order.orderId,
          rule: 'one-named-exact-amount',
          ruleVersion: 2,
          evidence: [{ field: 'Ustrd', start: 6, end: text.length, kind: 'order' }],
        },
      },
    ]);
  });

  it.each<[string, (order: DueOrder, invoice: string) => Partial<TestEntry>]>([
    ['the invoice in the text', (_order, invoice) => ({ text: `FATURA ${invoice} BEDELİ` })],
    ['the invoice as EndToEndId', (_order, invoice) => ({ endToEndId: invoice })],
    [
      "the buyer's order number over two lines",
      ({ references }) => ({ text: references[0]!.value.replace('/', '\n') }),
    ],
  ])('by %s', async (_how, line) => {
    const number = nextId('PO').replace(/\D/g, '');
    const order = dueOrder({ references: [{ type: 'buyer_order', value: `PO${number}/2026` }] });
    const invoice = invoiceNumber();
    await bank.tell(orderPlaced(order), invoiceAssigned(order, invoice));
    expect(await outcome(fileOf(line(order, invoice)))).toEqual({ matched: 1 });
    expect(await settled(order)).toMatchObject({ invoiceNumber: invoice });
  });

  it('when the invoice gets its number after the statement, and before the order is known', async () => {
    const order = dueOrder();
    const invoice = invoiceNumber();
    expect(await outcome(fileOf({ text: invoice }))).toEqual({ 'unknown-reference': 1 });
    await bank.tell(invoiceAssigned(order, invoice));
    expect(bank.published(order.orderId)).toEqual([]);
    await bank.tell(orderPlaced(order));
    expect(await settled(order)).toMatchObject({ invoiceNumber: invoice });
  });

  it('by what the first record of the order says, as the saga has it, whatever the version of another', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order), orderPlaced({ ...order, version: 2, dueMinor: 9_900 }));
    await bank.tell(orderPlaced({ ...order, version: 3, dueMinor: 9_900 }));
    expect(await outcome(fileOf({ text: order.orderNumber, amount: '99.00' }))).toEqual({ 'amount-differs': 1 });
    expect(await outcome(fileOf({ text: order.orderNumber }))).toEqual({ matched: 1 });
  });

  it('never by a record of the order that does not add up: once it is mended, by that', async () => {
    const order = dueOrder();
    await bank.tell(orderPlacedWrongly(order));
    expect(await outcome(fileOf({ text: order.orderNumber, amount: '119.99' }))).toEqual({ 'unknown-reference': 1 });
    await bank.tell(orderPlaced(order));
    expect(await outcome(fileOf({ text: order.orderNumber }))).toEqual({ matched: 1 });
  });

  it('by what order-orchestrator says since a person has amended the order, also where the payment came before', async () => {
    const [after, before] = [dueOrder(), dueOrder()];
    await bank.tell(orderPlaced(after), orderPlaced(before));
    await bank.tell(orderTaken(after), orderTaken(before));
    expect(await outcome(fileOf({ text: before.orderNumber, amount: '99.00' }))).toEqual({ 'amount-differs': 1 });
    await bank.tell(orderTaken({ ...after, dueMinor: 9_900 }), orderTaken({ ...before, dueMinor: 9_900 }));
    expect(await settled(before)).toMatchObject({ amountMinor: 9_900 });
    expect(await outcome(fileOf({ text: after.orderNumber }))).toEqual({ 'amount-differs': 1 });
    expect(await outcome(fileOf({ text: after.orderNumber, amount: '99.00' }))).toEqual({ matched: 1 });
  });

  it('by what order-orchestrator says of an order whose held record was mended there alone', async () => {
    const order = dueOrder();
    await bank.tell(orderPlacedWrongly(order));
    expect(await outcome(fileOf({ text: order.orderNumber }))).toEqual({ 'unknown-reference': 1 });
    await bank.tell(orderTaken(order));
    expect(await settled(order)).toMatchObject({ amountMinor: 12_000 });
  });

  it('again and again tried, for many lines and many orders at once', async () => {
    const orders = Array.from({ length: 60 }, () => dueOrder());
    const entries = orders.map(({ orderNumber }) => entry({ amount: '120.00', text: orderNumber }));
    expect(await outcome(statementFile({ closing: '7200.00', entries }))).toEqual({ 'unknown-reference': 60 });
    await bank.tell(...orders.map((order) => orderPlaced(order)));
    await Promise.all(orders.map(settled));
    for (const { orderId } of orders) expect(bank.published(orderId)).toHaveLength(1);
  });

  it.each<[string, (order: DueOrder) => Promise<void>, Partial<TestEntry>, string | undefined, string]>([
    ['is one kuruş more', () => Promise.resolve(), { amount: '120.01' }, undefined, 'amount-differs'],
    ['is one kuruş less', () => Promise.resolve(), { amount: '119.99' }, undefined, 'amount-differs'],
    ['is of nothing', () => Promise.resolve(), { amount: '0.00' }, undefined, 'zero-amount'],
    ['is in another currency', () => Promise.resolve(), { currency: 'EUR' }, undefined, 'wrong-currency'],
    ['takes a debit back', () => Promise.resolve(), { reversal: true }, undefined, 'reversal'],
    ['is on the account of the test mode', () => Promise.resolve(), {}, TEST_ACCOUNT, 'unknown-reference'],
    [
      'is of an order that is cancelled',
      (order) => bank.tell(orderCancelled(order)),
      {},
      undefined,
      'receivable-closed',
    ],
    ['is of an order that is reversed', (order) => bank.tell(orderReversed(order)), {}, undefined, 'receivable-closed'],
    ['is of an order that is completed', (order) => bank.tell(orderCompleted(order)), {}, undefined, 'already-paid'],
  ])('only if nothing speaks against it: left undecided where it %s', async (_what, before, line, account, reason) => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    await before(order);
    expect(await outcome(fileOf({ text: order.orderNumber, ...line }, account))).toEqual({ [reason]: 1 });
    expect(bank.published(order.orderId)).toEqual([]);
  });

  it('never for an order that was cancelled before it was placed, as far as we know', async () => {
    const order = dueOrder();
    await bank.tell(orderReversed(order));
    await bank.tell(orderPlaced(order));
    expect(await outcome(fileOf({ text: order.orderNumber }))).toEqual({ 'receivable-closed': 1 });
  });

  it('never by the number of an invoice that is void', async () => {
    const order = dueOrder();
    const invoice = invoiceNumber();
    await bank.tell(orderPlaced(order), invoiceAssigned(order, invoice), invoiceVoided(order, invoice));
    expect(await outcome(fileOf({ text: invoice }))).toEqual({ 'unknown-reference': 1 });
  });

  it('never for another company, nor for an order that is paid by card', async () => {
    const foreign = dueOrder({ company: 'XX01' });
    const test = dueOrder({ mode: Mode.test });
    const captured = dueOrder({ dueMinor: 0 });
    await bank.tell(orderPlaced(foreign), orderPlaced(test), orderPlaced(captured, 12_000));
    for (const { orderNumber } of [foreign, test, captured]) {
      expect(await outcome(fileOf({ text: orderNumber }))).toEqual({ 'unknown-reference': 1 });
    }
    const { rows } = await bank.database.query('SELECT 1 FROM receivable WHERE order_id = $1', [captured.orderId]);
    expect(rows).toEqual([]);
  });

  it('never where two lines have one EndToEndId', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const twice = entry({ amount: '120.00', text: order.orderNumber, endToEndId: nextId('E2E') });
    const lines = await outcome(statementFile({ closing: '240.00', entries: [twice, twice] }));
    expect(lines).toEqual({ 'same-end-to-end-id-twice': 2 });
    expect(await outcome(fileOf({ text: order.orderNumber, endToEndId: 'NOTPROVIDED' }))).toEqual({ matched: 1 });
  });

  it('once: the second of two that pay one order is left undecided', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const entries = [1, 2].map(() => entry({ amount: '120.00', text: order.orderNumber }));
    expect(await outcome(statementFile({ closing: '240.00', entries }))).toEqual({ matched: 1, 'already-paid': 1 });
    expect(await outcome(fileOf({ text: order.orderNumber }))).toEqual({ 'already-paid': 1 });
    await settled(order);
    await eventually('nothing left to send', async () => {
      const { rows } = await bank.database.query(`SELECT 1 FROM outbox_message LIMIT 1`);
      return rows.length === 0;
    });
    expect(bank.published(order.orderId)).toHaveLength(1);
  });
});

describe('control: without the constraints of payment_match', () => {
  let bank: RunningBankReconciler;

  beforeAll(async () => {
    bank = await runningBankReconciler();
    await bank.database.query(
      'ALTER TABLE payment_match DROP CONSTRAINT uq_payment_match_order, DROP CONSTRAINT uq_payment_match_line',
    );
  });
  afterAll(() => bank.stop());

  it('two lines that pay one order are both matched, and it is paid twice', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const entries = [1, 2].map(() => entry({ amount: '120.00', text: order.orderNumber }));
    const [statement] = await bank.upload(statementFile({ closing: '240.00', entries }));
    expect(statement?.lines).toEqual({ matched: 2 });
    await eventually('both published', () => bank.published(order.orderId).length === 2);
  });
});
