import {
  InvoiceAccepted,
  InvoiceIssued,
  IssueInvoice,
  OrderCompleted,
  OrderPlaced,
  OrderTaken,
  PaymentPosted,
  PostPayment,
  PostSalesOrder,
  SalesOrderPosted,
  SkipStep,
  TransmitInvoice,
  type RecordType,
} from '@kervan/contracts';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webOrder } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { paymentOf } from './fixtures/payment.js';
import { sagaStage, type SagaStage } from './fixtures/saga-stage.js';

const HASTY_MS = 400;
const hasty = { ...sale, steps: sale.steps.map((step) => ({ ...step, within: HASTY_MS })) };

interface HistoryRow {
  readonly revision: number;
  readonly effect: string;
  readonly input: string;
}

describe('a saga on real topics and a real database', () => {
  let stage: SagaStage;
  let patient: SagaStage;

  beforeAll(async () => {
    [stage, patient] = await Promise.all([sagaStage(hasty), sagaStage(sale)]);
  });

  afterAll(() => Promise.all([stage.close(), patient.close()]));

  const commandsOf = (where: SagaStage, record: RecordType<unknown>, orderId: string): string[] =>
    where
      .seen(record)
      .filter(({ data }) => data['orderId'] === orderId)
      .map(({ data }) => String(data['commandId']));
  const asked = (where: SagaStage, record: RecordType<unknown>, orderId: string, times = 1): Promise<string[]> =>
    eventually(`${record.fullName} is sent ${times} times`, () => {
      const ids = commandsOf(where, record, orderId);
      return ids.length >= times && ids;
    });
  const history = (where: SagaStage, orderId: string): Promise<HistoryRow[]> =>
    where.sql<HistoryRow>('SELECT revision, effect, input FROM saga_history WHERE instance_id = $1 ORDER BY revision', [
      orderId,
    ]);

  it('goes from its start to its end, and its history holds every input', async () => {
    const orderId = newId();
    await patient.say(OrderPlaced.of({ orderId, order: webOrder }));
    const [post] = await asked(patient, PostSalesOrder, orderId);
    await patient.say(SalesOrderPosted.of({ orderId, commandId: post!, erpNumber: 'SO-1' }));
    const [issue] = await asked(patient, IssueInvoice, orderId);
    const invoice = {
      number: 'KRV2026000000001',
      ettn: newId(),
      series: 'KRV',
      profile: 'EARSIVFATURA',
      issueDate: '2026-11-21',
      currency: 'TRY',
      netMinor: 10_000,
      taxMinor: 2_000,
      grossMinor: 12_000,
      taxes: [],
    };
    await patient.say(InvoiceIssued.of({ orderId, commandId: issue!, invoice }));
    const [transmit] = await asked(patient, TransmitInvoice, orderId);
    await patient.say(paymentOf(orderId, invoice.number));
    await eventually('the payment is kept', async () => (await history(patient, orderId)).length === 4);
    await patient.say(
      InvoiceAccepted.of({
        orderId,
        commandId: transmit!,
        invoiceNumber: invoice.number,
        acceptedAt: '2026-11-21T09:01:00.000Z',
      }),
    );
    const [pay] = await asked(patient, PostPayment, orderId);
    await patient.say(PaymentPosted.of({ orderId, commandId: pay!, erpNumber: 'P-1', bookedPayments: null }));

    const [completed] = await eventually('the order is completed', () => {
      const seen = patient.seen(OrderCompleted).filter(({ data }) => data['orderId'] === orderId);
      return seen.length > 0 && seen;
    });

    expect(completed!.data['documents']).toEqual([{ type: 'erp_sales_order', number: 'SO-1', issuedOn: null }]);
    expect((await history(patient, orderId)).map(({ revision, effect }) => [revision, effect])).toEqual([
      [1, 'started'],
      [2, 'advanced'],
      [3, 'advanced'],
      [4, 'kept-early'],
      [5, 'advanced'],
      [6, 'completed'],
    ]);
    expect(await patient.sql('SELECT 1 FROM scheduled_message WHERE name = $1', [`sale:${orderId}`])).toEqual([]);
  });

  it('answers an order that is placed again with its receipt, and starts once', async () => {
    const orderId = newId();
    await patient.say(OrderPlaced.of({ orderId, order: webOrder }));
    await asked(patient, PostSalesOrder, orderId);
    await patient.say(OrderPlaced.of({ orderId, order: webOrder }));

    const receipts = await eventually('both receipts', () => {
      const seen = patient.seen(OrderTaken).filter(({ data }) => data['orderId'] === orderId);
      return seen.length === 2 && seen;
    });

    expect(receipts[0]!.data['takenAt']).toEqual(receipts[1]!.data['takenAt']);
    expect((await history(patient, orderId)).map(({ effect }) => effect)).toEqual(['started', 'taken-again']);
    expect(commandsOf(patient, PostSalesOrder, orderId)).toHaveLength(1);
  });

  it('answers a skip that something has overtaken with the receipt of its order, which names that skip as its cause', async () => {
    const orderId = newId();
    await patient.say(OrderPlaced.of({ orderId, order: webOrder }));
    await asked(patient, PostSalesOrder, orderId);
    const skip = { orderId, actId: newId(), by: 'Ada', reason: 'done by hand', step: 'post-order', facts: '{"erpNumber":"SO-1"}' };
    await patient.say(SkipStep.of({ ...skip, seenRevision: 0, seenCode: null }));

    const ofOrder = (record: RecordType<unknown>) => patient.seen(record).filter(({ data }) => data['orderId'] === orderId);
    const [said, receipt] = await eventually('skip and receipt', () => {
      const [first, second] = [ofOrder(SkipStep)[0], ofOrder(OrderTaken)[1]];
      return first && second && ([first, second] as const);
    });

    expect(receipt.headers['ce_causationid']).toBe(said.headers['ce_id']);
    expect((await history(patient, orderId)).map(({ effect }) => effect)).toEqual(['started', 'ignored']);
  });

  it('asks again at the deadline when a reply is lost, and takes one step for however many replies', async () => {
    const orderId = newId();
    await stage.say(OrderPlaced.of({ orderId, order: webOrder }));
    const ids = await asked(stage, PostSalesOrder, orderId, 2);
    expect(new Set(ids).size).toBe(1);

    const reply = SalesOrderPosted.of({ orderId, commandId: ids[0]!, erpNumber: 'SO-1' });
    await stage.say(reply);
    await stage.say(reply);
    const after = await eventually('the second reply is recorded', async () => {
      const lines = await history(stage, orderId);
      return lines.some(({ effect }) => effect === 'duplicate') && lines;
    });

    expect(new Set(await asked(stage, IssueInvoice, orderId)).size).toBe(1);
    expect(after.filter(({ effect }) => effect === 'advanced')).toHaveLength(1);
  });
});
