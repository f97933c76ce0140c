import { checkedJson, problem, type ProblemFinding } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { address, amount, buyerFields, currency, gtin, identifier, instant, rateField, text } from './order-fields.js';

const order = z.strictObject({
  amount,
  currency,
  gtin,
  instant,
  rate: rateField('invalid-rate'),
  text,
  identifier,
  buyer: z.strictObject(buyerFields).optional(),
  address: address.optional(),
});

const right = {
  amount: '49.90',
  currency: 'TRY',
  gtin: '8690000000012',
  instant: '2026-11-21T10:00:00+03:00',
  rate: '20',
  text: 'Çay 500 g 🍵',
  identifier: 'Ş-1/2.3_4',
};

function wrongWith(changes: object): string[] {
  let found: readonly ProblemFinding[] = [];
  try {
    checkedJson(order, { ...right, ...changes }, (findings) => {
      found = findings;
      return problem('validation-failed');
    });
  } catch {
    return found.map(({ pointer, code }) => `${code} ${pointer}`);
  }
  return [];
}

describe('the fields of an order', () => {
  it('take what is right', () => {
    const place = { street: 'Lale Sokak 1', city: 'Ankara', countryCode: 'TR' };
    expect(wrongWith({ address: place, buyer: { firstName: 'Ada', taxId: '1720038463', address: place } })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an amount as a JSON number', { amount: 49.9 }, 'invalid-amount #/amount'],
    ['an amount with a comma', { amount: '49,90' }, 'invalid-amount #/amount'],
    ['an amount below zero', { amount: '-1.00' }, 'invalid-amount #/amount'],
    ['a rate above 100', { rate: '101' }, 'invalid-rate #/rate'],
    ['a currency in small letters', { currency: 'try' }, 'unknown-currency #/currency'],
    ['an instant without zone', { instant: '2026-11-21T10:00:00' }, 'invalid-date #/instant'],
    ['a text of spaces', { text: '  ' }, 'invalid-text #/text'],
    ['a text of two lines', { text: 'a\nb' }, 'invalid-text #/text'],
    ['an identifier with a space', { identifier: 'A 1' }, 'invalid-identifier #/identifier'],
    ['a GTIN of 10 digits', { gtin: '1234567890' }, 'invalid-identifier #/gtin'],
    ['what is missing', { text: undefined }, 'missing-field #/text'],
    ['a tax number of letters and signs', { buyer: { taxId: '12-34-56' } }, 'invalid-identifier #/buyer/taxId'],
    [
      'a country by its name',
      { address: { street: 'a', city: 'b', countryCode: 'Türkiye' } },
      'invalid-identifier #/address/countryCode',
    ],
  ])('refuse %s', (_what, changes, finding) => expect(wrongWith(changes)).toEqual([finding]));
});
