import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from '../fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { entry, statementFile } from '../fixtures/statement-file.js';

describe('a payment is matched', () => {
  let bank: RunningBankReconciler;

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('when the order was there before the statement', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const file = statementFile({ id: 'ST-1', closing: '120.00', entries: [entry({ amount: '120.00', text: `Sipariş ${order.orderNumber}` })] });
    expect(await bank.upload(file)).toMatchObject([{ state: 'taken', findings: [], lines: { matched: 1 } }]);
    expect(await bank.paymentOf(order.orderId)).toMatchObject({
      amountMinor: 12_000,
      currency: 'TRY',
      invoiceNumber: null,
      valueDate: '2026-11-21',
      statementReference: 'ST-1/2026-11-20/1.1',
    });
  });

  it('when the order comes after the statement', async () => {
    const order = dueOrder();
    const text = `${order.orderNumber.toUpperCase().replace('-', ' ')} nolu sipariş`;
    const file = statementFile({ closing: '120.00', entries: [entry({ amount: '120.00', text })] });
    expect(await bank.upload(file)).toMatchObject([{ state: 'taken', lines: { 'unknown-reference': 1 } }]);
    await bank.tell(orderPlaced(order));
    expect(await bank.paymentOf(order.orderId)).toMatchObject({ amountMinor: 12_000 });
  });
});
