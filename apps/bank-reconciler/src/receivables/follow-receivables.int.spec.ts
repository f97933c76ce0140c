import { Transactions } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DueOrder,
  dueOrder,
  invoiceAssigned,
  invoiceVoided,
  orderCancelled,
  orderCompleted,
  orderPlaced,
  orderReversed,
  orderTaken,
  orderTakenBefore,
} from '../fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { forgetReceivables } from './receivable.repository.js';

const INVOICE = 'AMF2026000000001';
const OTHER_INVOICE = 'AMF2026000000002';

describe('what is to be paid', () => {
  let bank: RunningBankReconciler;
  const known = async ({ orderId }: DueOrder): Promise<unknown> => {
    const { rows } = await bank.database.query<Record<string, unknown>>(
      `SELECT version::int, amount_minor::int AS amount, invoice_number AS invoice, closed,
         ARRAY(SELECT key FROM receivable_key WHERE order_id = $1 ORDER BY key) AS keys
       FROM receivable WHERE order_id = $1`,
      [orderId],
    );
    return rows[0];
  };
  const keyOf = ({ orderNumber }: DueOrder): string => orderNumber.toUpperCase().replace('-', '');

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('is the same whichever of the order, its invoice and its end is told first', async () => {
    const tellings = [
      (order: DueOrder) => [orderPlaced(order), invoiceAssigned(order, INVOICE), orderCompleted(order)],
      (order: DueOrder) => [orderCompleted(order), invoiceAssigned(order, INVOICE), orderPlaced(order)],
      (order: DueOrder) => [invoiceAssigned(order, INVOICE), orderPlaced(order), orderCompleted(order)],
    ];
    for (const telling of tellings) {
      const order = dueOrder();
      for (const event of telling(order)) await bank.tell(event);
      expect(await known(order)).toEqual({
        version: 1,
        amount: 12_000,
        invoice: INVOICE,
        closed: 'completed',
        keys: [INVOICE, keyOf(order)],
      });
    }
  });

  it('goes by the new number where an invoice gets another, and keeps it when the old one is void', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order), invoiceAssigned(order, INVOICE));
    await bank.tell(invoiceAssigned(order, OTHER_INVOICE));
    await bank.tell(invoiceVoided(order, INVOICE));
    expect(await known(order)).toMatchObject({ invoice: OTHER_INVOICE, keys: [OTHER_INVOICE, keyOf(order)] });
    await bank.tell(invoiceVoided(order, OTHER_INVOICE));
    expect(await known(order)).toMatchObject({ invoice: null, keys: [keyOf(order)] });
  });

  it('is what the first record of the order says, also where its invoice was told before', async () => {
    const order = dueOrder();
    await bank.tell(invoiceAssigned(order, INVOICE));
    await bank.tell(orderPlaced(order));
    await bank.tell(orderPlaced({ ...order, version: 3, dueMinor: 0 }, 12_000));
    await bank.tell(orderPlaced({ ...order, version: 2, orderNumber: 'other-1', dueMinor: 9_900 }));
    expect(await known(order)).toMatchObject({ version: 1, amount: 12_000, keys: [INVOICE, keyOf(order)] });
  });

  it('is what order-orchestrator says last, whichever of it and the record is told first, and however often', async () => {
    const told = [
      (order: DueOrder) => [orderPlaced(order), orderTaken({ ...order, dueMinor: 9_000, orderNumber: 'other-7' })],
      (order: DueOrder) => [orderTaken({ ...order, dueMinor: 9_000, orderNumber: 'other-7' }), orderPlaced(order)],
      (order: DueOrder) => [
        orderTaken(order),
        orderTaken({ ...order, dueMinor: 9_000, orderNumber: 'other-7' }),
        orderPlaced({ ...order, version: 2 }),
        orderTakenBefore(order),
      ],
    ];
    for (const tellings of told) {
      for (const atOnce of [false, true]) {
        const order = dueOrder();
        const events = tellings(order);
        if (atOnce) await bank.tell(...events);
        else for (const event of events) await bank.tell(event);
        expect(await known(order)).toMatchObject({ amount: 9_000, keys: ['OTHER7'] });
      }
    }
  });

  it('is nothing once order-orchestrator says so, also where the record that says otherwise is read later', async () => {
    const [later, before] = [dueOrder(), dueOrder()];
    await bank.tell(orderTaken({ ...later, dueMinor: 0 }));
    await bank.tell(orderPlaced(later));
    expect(await known(later)).toMatchObject({ version: null, amount: null, keys: [] });
    await bank.tell(orderPlaced(before));
    await bank.tell(orderTaken({ ...before, dueMinor: 0 }));
    expect(await known(before)).toMatchObject({ amount: 0, keys: [keyOf(before)] });
    await bank.tell(orderTaken(later), orderTaken(before));
    expect([await known(later), await known(before)]).toMatchObject([{ amount: 12_000, keys: [keyOf(later)] }, { amount: 12_000 }]);
  });

  it('is ended by what became of the order rather than by the wish to cancel it, whichever is told first', async () => {
    for (const [ended, closed] of [
      [orderReversed, 'reversed'],
      [orderCompleted, 'completed'],
    ] as const) {
      for (const tellings of [
        [orderCancelled, ended],
        [ended, orderCancelled],
      ]) {
        const order = dueOrder();
        await bank.tell(orderPlaced(order));
        for (const event of tellings) await bank.tell(event(order));
        expect(await known(order)).toMatchObject({ closed });
      }
    }
  });

  it('leaves no row for an order that is paid when it is placed', async () => {
    const order = dueOrder({ dueMinor: 0 });
    await bank.tell(orderPlaced(order, 12_000));
    expect(await known(order)).toBeUndefined();
  });

  it('is forgotten 35 days after an end whose order never came, 400 days after the end of one that did', async () => {
    const [alone, ended, open] = [dueOrder(), dueOrder(), dueOrder()];
    await bank.tell(orderCompleted(alone), orderPlaced(ended), orderCancelled(ended), orderPlaced(open));
    const forget = async (days: number): Promise<void> => {
      await bank.database.query('UPDATE receivable SET told_at = now() - make_interval(days => $1)', [days]);
      await bank.service.app.get(Transactions, { strict: false }).run(forgetReceivables);
    };
    await forget(34);
    expect(await known(alone)).toBeDefined();
    await forget(36);
    expect([await known(alone), await known(ended)]).toEqual([undefined, expect.anything()]);
    await forget(401);
    expect([await known(ended), await known(open)]).toEqual([undefined, expect.anything()]);
  });
});
