import { eventually, lockWaits } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, invoiceAssigned, orderPlaced, orderTaken } from '../fixtures/events.js';
import { handledWithoutCommit } from '../fixtures/handled-without-commit.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';

describe('an order and its amendment that are handled at once', () => {
  let bank: RunningBankReconciler;
  const isWaitedFor = async (): Promise<boolean> => (await lockWaits(bank.database)) > 0;

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it.each([
    ['is not known yet', async () => undefined],
    ['is known by its invoice alone', (order: DueOrder) => bank.tell(invoiceAssigned(order, 'AMF2026000000001'))],
  ])('do not miss each other where the order %s: what was matched waits for a person', async (_what, before) => {
    const order = dueOrder();
    await before(order);
    const { id } = await undecidedLine(bank, { text: order.orderNumber });
    const placed = await handledWithoutCommit(bank, orderPlaced(order));
    const told = bank.tell(orderTaken({ ...order, dueMinor: 13_000 }));
    await eventually('it waits', isWaitedFor).finally(() => placed.commit());
    await told;
    const line = (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
    expect(line).toMatchObject({ state: 'undecided', reason: 'matched-order-amended', detail: { expected: '130.00' } });
  });
});
