import { OrderCompleted, PaymentPosted } from '@kervan/contracts';
import { commandDead, commandWithdrawn, happening, type Happening, play, skipped } from '@kervan/saga/testing';
import { describe, expect, it } from 'vitest';
import { invoiceAccepted, invoicePosted, paymentMatched, settlementBooked, settlementPosted } from './fixtures/web-order.js';
import { settling, transmitting } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

interface Line {
  readonly statementReference: string;
  readonly accountDigest: string | null;
  readonly amountMinor: number;
}

const first: Line = { statementReference: 'S-1', accountDigest: 'of-one', amountMinor: 4_000 };
const second: Line = { statementReference: 'S-2', accountDigest: 'of-other', amountMinor: 6_000 };
const third: Line = { statementReference: 'S-3', accountDigest: null, amountMinor: 500 };
const matched = ({ statementReference, accountDigest, amountMinor }: Line): Happening =>
  paymentMatched(amountMinor, statementReference, 'TRY', { accountDigest });
const booked = (...lines: readonly Line[]) =>
  lines.map(({ statementReference: reference, amountMinor }) => ({ reference, amountMinor }));
const paid = [...settling, matched(first), matched(second)];

/** What an order tells to have taken once the last of all this has happened. */
const taken = (...happenings: readonly Happening[]): unknown => {
  const { publish, send } = play(orderToInvoice, happenings).at(-1)!;
  expect(send).toEqual([]);
  return (publish.find(({ type }) => type === OrderCompleted)?.data as OrderCompleted | undefined)?.settledPayments;
};

describe('what an order has taken at its end', () => {
  it.each([
    ['what was matched, where that is booked', booked(first, second), [first, second]],
    ['not what is not booked', booked(first), [first]],
    ['what is booked and not matched, too', booked(first, second, third), [first, second, third]],
    ['a line with the amount that is booked', booked(first, { ...second, amountMinor: 5_900 }), [first, { ...second, accountDigest: null, amountMinor: 5_900 }]],
    ['as many as are booked', booked(first, first), [first, { ...first, accountDigest: null }]],
    ['nothing that is booked under no number', [{ reference: null, amountMinor: 10_000 }], []],
    ['what was matched, where a release does not say what is booked', null, [first, second]],
  ])('is %s', (_what, told, lines) => {
    expect(taken(...paid, settlementBooked(told))).toEqual(lines);
  });

  it('is a line of each account where two are numbered alike and of one amount', () => {
    const alike = { ...first, accountDigest: 'of-other' };
    const both = [...settling, matched(first), matched(alike), matched(second)];
    expect(taken(...both, settlementBooked(booked(first, alike)))).toEqual([first, alike]);
  });

  it('is what was booked before it was set back, of which it knows before it comes to it', () => {
    const ahead = (...lines: readonly Line[]): Happening =>
      happening(PaymentPosted, { erpNumber: 'PAY-2', bookedPayments: booked(...lines) }, { step: 'post-settlement', attempt: 1 });
    expect(taken(...settling, ahead(first), matched(first), matched(second))).toEqual([first]);
    expect(taken(...settling, ahead(first, second, third), matched(first), matched(second))).toEqual([first, second, third]);
    expect(taken(...settling, ahead(first), skipped({}))).toEqual([{ ...first, accountDigest: null }]);
  });

  it('is what was matched where a person has posted it, unless they tell what they booked', () => {
    const byHand = (facts: object) => taken(...paid, commandDead, skipped(facts), commandWithdrawn);
    for (const facts of [{}, { erpNumber: 'PAY-by-hand' }]) expect(byHand(facts)).toEqual([first, second]);
    expect(byHand({ erpNumber: 'PAY-by-hand', bookedPayments: [{ reference: 'S-1', amountMinor: 4_000 }] })).toEqual([first]);
    expect(byHand({ erpNumber: 'PAY-by-hand', bookedPayments: [{ amountMinor: 4_000 }] })).toEqual([]);
  });

  it('is nothing where nothing came, and nothing of what was paid with the order', () => {
    const captured = happening(PaymentPosted, { erpNumber: 'PAY-1', bookedPayments: [{ reference: 'S-2', amountMinor: 6_000 }] });
    const charged = [...transmitting, invoiceAccepted, invoicePosted, captured];
    expect(taken(...charged, skipped({}))).toEqual([]);
    expect(taken(...charged, matched(first), matched(second), settlementPosted)).toEqual([first, second]);
  });
});
