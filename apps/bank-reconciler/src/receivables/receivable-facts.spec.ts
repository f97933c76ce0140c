import type { Message } from '@kervan/contracts';
import type { Received } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import {
  dueOrder,
  invoiceAssigned,
  invoiceVoided,
  orderCancelled,
  orderCompleted,
  orderPlaced,
  orderPlacedWrongly,
  orderReversed,
  orderTaken,
  orderTakenBefore,
} from '../fixtures/events.js';
import { factsOf, type ReceivableEvent } from './receivable-facts.js';

const facts = (...messages: readonly Message[]) => factsOf(messages as unknown as Received<ReceivableEvent>[]);
const order = dueOrder({
  orderNumber: 'moda-1001',
  references: [
    { type: 'buyer_order', value: 'PO 2026/17' },
    { type: 'shop_order', value: '1001' },
    { type: 'web_site', value: 'https://moda.example/1' },
  ],
});
const { orderId } = order;

describe('what is to be paid', () => {
  it('is the sum of the payments that are due, under the numbers that payers write, without the buyer', () => {
    expect(facts(orderPlaced(order, 500)).placed).toEqual([
      {
        orderId,
        version: 1,
        company: 'AM01',
        mode: 'live',
        currency: 'TRY',
        amountMinor: 12_000,
        orderNumber: 'moda-1001',
        placedAt: '2026-11-19T10:00:00.000Z',
        keys: [
          { orderId, kind: 'order', key: 'MODA1001' },
          { orderId, kind: 'reference', key: 'PO202617' },
        ],
      },
    ]);
  });

  it('is nothing where everything is captured', () => {
    expect(facts(orderPlaced({ ...order, dueMinor: 0 }, 500)).placed).toMatchObject([{ amountMinor: 0 }]);
  });

  it('is what the first record of the order says, whatever the version of another', () => {
    const other = orderPlaced({ ...order, version: 2, dueMinor: 5_000 });
    expect(facts(orderPlaced(order), other).placed).toMatchObject([{ version: 1, amountMinor: 12_000 }]);
    expect(facts(other, orderPlaced(order)).placed).toMatchObject([{ version: 2, amountMinor: 5_000 }]);
  });

  it('is what the mended record says where the first does not add up', () => {
    expect(facts(orderPlacedWrongly(order)).placed).toEqual([]);
    expect(facts(orderPlacedWrongly(order), orderPlaced(order)).placed).toMatchObject([{ amountMinor: 12_000 }]);
  });

  it('is what order-orchestrator says last, beside what the record says, under the numbers that it tells', () => {
    const amended = { ...order, dueMinor: 9_000, currency: 'EUR', orderNumber: 'moda-1002', references: [] };
    expect(facts(orderTaken(order)).taken).toEqual(facts(orderPlaced(order)).placed);
    expect(facts(orderTaken(order), orderPlaced(order), orderTaken(amended))).toMatchObject({
      placed: [{ amountMinor: 12_000 }],
      taken: [{ amountMinor: 9_000, currency: 'EUR', keys: [{ kind: 'order', key: 'MODA1002' }] }],
    });
    expect(facts(orderTaken({ ...order, dueMinor: 0 })).taken).toMatchObject([{ orderId, amountMinor: 0 }]);
  });

  it('is not said by a release of order-orchestrator that does not tell it', () => {
    expect(facts(orderTakenBefore(order)).taken).toEqual([]);
    expect(facts(orderTaken(order), orderTakenBefore(order)).taken).toMatchObject([{ amountMinor: 12_000 }]);
  });

  it.each([
    ['cancelled', orderCancelled(order)],
    ['reversed', orderReversed(order)],
    ['completed', orderCompleted(order)],
  ])('is nothing any more once the order is %s', (closed, event) => {
    expect(facts(orderPlaced(order), event).closed).toMatchObject([{ orderId, closed }]);
  });

  it.each([[null], [[]], [[{ statementReference: 'S-1', accountDigest: null, amountMinor: 100 }]]])('came, once the order is completed, by what that tells: %j', (settledPayments) => {
    const closed = [{ orderId, closed: 'completed', settledPayments }];
    expect(facts(orderCompleted(order, settledPayments)).closed).toEqual(closed);
    expect(facts(orderCompleted(order, settledPayments), orderCompleted(order)).closed, 'told again by an earlier release').toEqual(closed);
  });

  it.each([
    ['reversed', orderReversed(order)],
    ['completed', orderCompleted(order)],
  ])('is %s, though it was cancelled, whichever is told first', (closed, event) => {
    expect(facts(orderCancelled(order), event).closed).toMatchObject([{ orderId, closed }]);
    expect(facts(event, orderCancelled(order)).closed).toMatchObject([{ orderId, closed }]);
  });

  it('is known by the number of its invoice, until that is void', () => {
    const number = 'AMF2026000000001';
    const other = 'AMF2026000000002';
    expect(facts(invoiceAssigned(order, number)).invoices).toEqual([{ orderId, number, voided: null }]);
    expect(facts(invoiceAssigned(order, number), invoiceVoided(order, number)).invoices).toEqual([
      { orderId, number: null, voided: number },
    ]);
    expect(facts(invoiceVoided(order, number), invoiceAssigned(order, other)).invoices).toEqual([
      { orderId, number: other, voided: null },
    ]);
  });
});
