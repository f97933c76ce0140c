import { FINAL_CONSUMER_TCKN } from '@kervan/commerce';
import { TaxIdScheme } from '@kervan/contracts';
import { expect, it } from 'vitest';
import { person } from '../fixtures/orders.js';
import { buyerOf, lookUpId } from './buyer.js';

it.each([
  [null, null],
  [null, TaxIdScheme.TCKN],
  ['', null],
  ['', TaxIdScheme.TCKN],
  ['', TaxIdScheme.VKN],
  ['', TaxIdScheme.OTHER],
])('a buyer whose id is %j by %s is a final consumer under its name', (taxId, taxIdScheme) => {
  const buyer = { ...person, taxId, taxIdScheme };
  expect(buyerOf(buyer)).toMatchObject({ scheme: 'TCKN', id: FINAL_CONSUMER_TCKN, firstName: 'Ayşe', familyName: 'Yılmaz' });
  expect(lookUpId(buyer)).toBeUndefined();
});
