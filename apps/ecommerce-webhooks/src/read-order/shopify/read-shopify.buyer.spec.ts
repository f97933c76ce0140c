import { describe, expect, it } from 'vitest';
import { placed } from '../../fixtures/reading-shopify.js';
import { shopifyOrder } from '../../fixtures/shopify.js';

describe('a Shopify order', () => {
  it('takes the numbers of Turkish law from the attributes that the profile names', () => {
    const attributed = (...note_attributes: object[]) => placed({ note_attributes }).buyer;
    expect(attributed({ name: 'tckn', value: '10000000146' })).toMatchObject({
      taxId: '10000000146',
      taxIdScheme: 'TCKN',
      name: 'Deniz Kaya',
      firstName: 'Deniz',
      familyName: 'Kaya',
    });
    expect(attributed({ name: 'vkn', value: ' 172 003 8463 ' })).toMatchObject({
      taxId: '1720038463',
      taxIdScheme: 'VKN',
    });
    expect(attributed({ name: 'VKN', value: '1720038463' })).toMatchObject({ taxId: null, taxIdScheme: null });
    expect(attributed({ name: 'vkn', value: '' }, { name: 'tckn', value: 11111111111 })).toMatchObject({
      taxId: null,
      firstName: 'Deniz',
    });
    expect(attributed()).toMatchObject({ taxId: null, name: 'Deniz Kaya' });
  });

  it('takes any number of a buyer abroad', () => {
    const billing_address = {
      ...(shopifyOrder().billing_address as object),
      country_code: 'DE',
      city: 'Berlin',
      province: null,
    };
    const { buyer } = placed({ billing_address, note_attributes: [{ name: 'vkn', value: 'DE123456789' }] });
    expect(buyer).toMatchObject({
      taxIdScheme: 'OTHER',
      taxId: 'DE123456789',
      address: { district: 'Berlin', countryCode: 'DE' },
    });
  });

  it('may have no addresses at all', () => {
    expect(placed({ billing_address: null, shipping_address: null })).toMatchObject({ buyer: null, deliverTo: null });
  });
});
