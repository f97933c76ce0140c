import { expect, it } from 'vitest';
import { shopifyOrder } from '../fixtures/shopify.js';
import { standardOrder } from '../fixtures/standard.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';
import { maskedBody } from './masked-body.js';

const mask = (content: unknown): unknown => maskedBody(Buffer.from(JSON.stringify(content)));

it('shows money, states and names of attributes, and nothing of who bought', () => {
  expect(mask(shopifyOrder())).toMatchObject({
    order_number: 2001,
    financial_status: 'paid',
    payment_gateway_names: ['iyzico'],
    total_price: '301.00',
    email: '***',
    line_items: [
      { sku: 'TAS-1', quantity: 2, price: '120.00', name: '***', tax_lines: [{ rate: 0.2, price: '36.00' }] },
      {},
    ],
    billing_address: { first_name: '***', company: '***', city: '***', phone: '***', country_code: 'TR' },
    note_attributes: [
      { name: 'vkn', value: '***' },
      { name: 'vergi_dairesi', value: '***' },
    ],
  });
});

it.each([
  ['Shopify', shopifyOrder(), ['Deniz', 'Kaya', 'Züccaciye', 'Çınar', '1720038463', '34330', 'deniz@example.com']],
  [
    'WooCommerce',
    woocommerceOrder({ meta_data: [{ key: '_billing_vkn', value: 1720038463 }] }),
    ['Ece', 'Gül Sokak', '1720038463', 'ece@'],
  ],
  ['Standard Webhooks', standardOrder(), ['Mert', 'Acar', 'Lale', 'Çankaya', '99001']],
])('of %s shows nobody', (_whose, content, personal) => {
  const shown = JSON.stringify(mask(content));
  for (const each of personal) expect(shown).not.toContain(each);
});

it('shows nothing of people by names that elsewhere are harmless', () => {
  const secret = { number: '1720038463', id: 1720038463, type: 'Deniz', status: 'Kaya' };
  const shown = mask({
    meta_data: [{ id: 7, key: 'fatura', value: secret }],
    note_attributes: [{ name: 'fatura', value: [secret] }],
    billing: { ...secret, country: 'TR', meta_data: [{ key: 'Deniz' }] },
    customer: { default_address: { ...secret, country_code: 'TR' } },
    data: { buyer: { ...secret, address: { ...secret, countryCode: 'TR' } } },
  });
  for (const each of ['1720038463', 'Deniz', 'Kaya']) expect(JSON.stringify(shown)).not.toContain(each);
  expect(shown).toMatchObject({
    meta_data: [{ id: 7, key: 'fatura', value: { number: '***' } }],
    billing: { country: 'TR' },
    customer: { default_address: { country_code: 'TR' } },
    data: { buyer: { address: { countryCode: 'TR' } } },
  });
});

it('masks what it does not know, numbers among it', () => {
  expect(mask({ anything: 'x', taxNumber: 1720038463, nested: [{ a: 'b' }], none: null, yes: true })).toEqual({
    anything: '***',
    taxNumber: '***',
    nested: [{ a: '***' }],
    none: null,
    yes: true,
  });
});

it('shows nothing of what is no JSON', () => expect(maskedBody(Buffer.from('{"name":"Deniz'))).toBeUndefined());
