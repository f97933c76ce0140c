import { Channel } from '@kervan/contracts';
import { amended, brokenLaws, everyHappening, type Happening } from '@kervan/saga/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedAsPaid, captured, due, journey, orderPlaced, paymentMatched, transmissionRefused } from './fixtures/web-order.js';
import { invoicedTillSale, receiptSale } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

const payments = (...parts: readonly object[]): Happening => amended({ payments: parts });
const happenings: Readonly<Record<string, Happening>> = {
  ...everyHappening(orderToInvoice, journey, { erpNumber: 'by-hand' }),
  'form refused': transmissionRefused(true),
  'paid in part': paymentMatched(4_000, 'S-2'),
  'accepted as paid': acceptedAsPaid(4_000, 'S-3'),
  'amended: less is due': payments({ ...captured, amountMinor: 5_000 }, { ...due, amountMinor: 7_000 }),
  'amended: nothing is due': payments({ ...captured, amountMinor: 12_000 }),
  'amended: all is due': payments({ ...due, amountMinor: 12_000 }),
};
const starts: Readonly<Record<string, Happening>> = {
  'web order': journey.start,
  'marketplace order': orderPlaced({ channel: Channel.marketplace }),
  'receipt sale': receiptSale,
  'invoiced till sale': invoicedTillSale,
};
const steps = Object.values(journey.steps);
const someOf = (maxLength: number) => fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength });
const named = (names: readonly string[]): Happening[] => names.map((name) => happenings[name]!);

const PATIENCE_MS = 60_000;

describe('an order, whatever happens to it', { timeout: PATIENCE_MS }, () => {
  it('is in no illegal state, sends nothing twice and undoes nothing after the pivot, also where it was set back', () => {
    const start = fc.constantFrom(...Object.keys(starts));
    const reached = fc.nat({ max: steps.length });
    fc.assert(
      fc.property(someOf(2), start, reached, someOf(8), (before, placed, count, then) => {
        const way = steps.slice(0, count).map(({ ok }) => ok);
        expect(brokenLaws(orderToInvoice, [...named(before), starts[placed]!, ...way, ...named(then)])).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });
});
