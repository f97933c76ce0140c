import { Transactions } from '@kervan/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from '../fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { entry, statementFile } from '../fixtures/statement-file.js';
import { forgetPayers } from './forget-payers.js';

describe('who paid', () => {
  let bank: RunningBankReconciler;
  const bookedAgo = async (days: number): Promise<unknown[]> => {
    await bank.database.query('UPDATE bank_line SET booking_date = current_date - $1::integer', [days]);
    await bank.service.app.get(Transactions, { strict: false }).run((db) => forgetPayers(db, 400));
    return (await bank.request('GET', '/v1/lines')).body.items as unknown[];
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('is forgotten 400 days after the booking, but for lines that wait for a person', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const endToEndId = 'Ayşe’den 120 lira';
    const entries = [entry({ amount: '120.00', text: order.orderNumber, endToEndId }), entry({ amount: '1.00', text: 'x' })];
    await bank.upload(statementFile({ closing: '121.00', entries }));
    const known = { texts: [{}], counterparty: { name: 'Ayşe Yılmaz' } };
    const waiting = { state: 'undecided', ...known };
    expect(await bookedAgo(400)).toMatchObject([{ state: 'matched', ...known, texts: [{}, {}], endToEndId }, waiting]);
    expect(await bookedAgo(401)).toMatchObject([
      {
        state: 'matched',
        amount: '120.00',
        match: { orderId: order.orderId },
        texts: [],
        counterparty: { name: null, iban: null },
        endToEndId: null,
      },
      waiting,
    ]);
    const other = dueOrder();
    await bank.tell(orderPlaced(other));
    await bank.upload(statementFile({ closing: '120.00', entries: [entry({ amount: '120.00', text: other.orderNumber, endToEndId })] }));
    expect((await bank.request('GET', '/v1/lines?reason=same-end-to-end-id-twice')).body.items).toMatchObject([{ endToEndId }]);
  });

  it('is forgotten whole where a former release has left the EndToEndId', async () => {
    const left = `UPDATE bank_line SET end_to_end_id = 'Ayşe’den', end_to_end_digest = NULL WHERE payer_forgotten RETURNING id`;
    const { rows } = await bank.database.query<{ id: string }>(left);
    expect((await bookedAgo(0)).find((line) => (line as { id: string }).id === rows[0]!.id)).toMatchObject({ endToEndId: null });
  });
});
