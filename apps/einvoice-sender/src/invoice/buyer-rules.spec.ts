import { FOREIGN_BUYER_VKN } from '@kervan/commerce';
import { type Address, type Party, TaxIdScheme } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { buyingCompany } from '../fixtures/orders.js';
import { buyerFindings } from './buyer-rules.js';

const home = buyingCompany.address!;
const abroad: Address = { ...home, district: 'Mitte', city: 'Berlin', countryCode: 'DE' };
const found = (changes: Partial<Party>): [string, string][] => {
  return buyerFindings({ ...buyingCompany, ...changes }).map(({ field, rule }) => [field, rule]);
};

describe('a buyer under the placeholder of foreign ones', () => {
  const asForeign: [string, Partial<Party>][] = [
    ['a tax number that lacks a digit', { taxId: '454053692', taxIdScheme: TaxIdScheme.OTHER }],
    ['a tax number with a letter', { taxId: '454O536920', taxIdScheme: TaxIdScheme.OTHER }],
    ['a right tax number of no Turkish scheme', { taxIdScheme: TaxIdScheme.OTHER }],
    ['the placeholder itself', { taxId: FOREIGN_BUYER_VKN }],
  ];

  it.each(asForeign)('is refused by %s at an address in Türkiye', (_, id) => {
    expect(found({ ...id, address: home })).toEqual([['/buyer/taxId', 'buyer-vkn-invalid']]);
  });

  it.each(asForeign)('passes by %s at an address abroad, and without one lacks that alone', (_, id) => {
    expect(found({ ...id, address: abroad })).toEqual([]);
    expect(found({ ...id, address: null })).toEqual([['/buyer/address', 'buyer-address-missing']]);
  });
});
