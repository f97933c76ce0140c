import type { PaymentPosted } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { readLookUp, readPosted, statedBooking } from '../adapters/rest-erp/erp-answer.js';
import { paymentPosting } from '../adapters/rest-erp/postings.js';
import { postPayment } from '../fixtures/commands.js';
import type { ErpOutcome } from '../ports/erp-outcome.js';
import { type PaymentEntry, paymentEntryOf } from './payment-entry.js';
import { paymentOutcome } from './payment-outcome.js';

const { orderId, commandId } = postPayment;
const kept = paymentEntryOf(postPayment);
const booked = [{ reference: null, amountMinor: 5 }, { reference: '004211', amountMinor: 17_968 }];
const document = { type: 'payment', number: 'P-1', reference: kept.reference, totals: { gross: kept.total } };
const answer = (json: unknown) => ({ status: 200, json, headers: {}, text: '' });
const expected = paymentPosting.expected(kept);

const told = (result: ErpOutcome & { kind: 'done' }, entry: PaymentEntry = kept) =>
  (paymentOutcome({ orderId, commandId, document: entry }, result).data as PaymentPosted).bookedPayments;
const done = (result: { readonly erpNumber: string; readonly stated?: true } | undefined) => ({ kind: 'done', result: result! }) as const;

describe('what is booked', () => {
  it('is told of what was posted, or found with its total', () => {
    const posted = readPosted(answer(document), expected, kept);
    const found = readLookUp(answer({ items: [document] }), expected);
    for (const one of [posted, found]) expect(told(done(one && 'result' in one ? one.result : undefined))).toEqual(booked);
  });

  it('is not known where a person has stated the number', () => {
    expect(told(done(statedBooking({ erpNumber: 'P-1' })))).toBeNull();
  });

  it.each([
    ['as it is kept until the call has ended', JSON.parse(JSON.stringify(kept)) as PaymentEntry, booked],
    ['in a currency without minor units', paymentEntryOf({ ...postPayment, currency: 'JPY' }), booked],
    ['in one of three digits', { ...kept, currency: 'KWD', payments: [{ method: 'transfer', amount: '-0.005' }] }, [{ reference: null, amountMinor: -5 }]],
  ])('is told to the minor unit of the document, %s', (_how, entry, payments) => {
    expect(told(done({ erpNumber: 'P-1' }), entry)).toEqual(payments);
  });
});
