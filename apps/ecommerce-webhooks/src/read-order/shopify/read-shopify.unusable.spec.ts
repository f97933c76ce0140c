import { describe, expect, it } from 'vitest';
import { read, wrongWith } from '../../fixtures/reading.js';
import { moda, wrong } from '../../fixtures/reading-shopify.js';
import { shopifyLines, shopifyOrder } from '../../fixtures/shopify.js';

const [cup, tea] = shopifyLines;

describe('a Shopify delivery cannot be used', () => {
  it.each<[string, object, string]>([
    ['one kuruş off in its total', { total_price: '301.01' }, 'totals-mismatch #/total_price'],
    ['with the tax of another rate', { tax_lines: [{ price: '46.00', rate: 0.2 }] }, 'tax-mismatch #/tax_lines'],
    [
      'with two taxes on a line',
      {
        line_items: [
          {
            ...cup,
            tax_lines: [
              { price: '30.00', rate: 0.2 },
              { price: '6.00', rate: 0.1 },
            ],
          },
          tea,
        ],
      },
      'several-taxes #/line_items/0/tax_lines',
    ],
    ['in another currency', { currency: 'EUR' }, 'unexpected-currency #/currency'],
    [
      'paid in a way that is not known',
      { payment_gateway_names: ['paypal'] },
      'unknown-payment-method #/payment_gateway_names',
    ],
    ['paid in no way at all', { payment_gateway_names: [] }, 'unknown-payment-method #/payment_gateway_names'],
    [
      'with a VKN that is none',
      {
        note_attributes: [
          { name: 'x', value: 1 },
          { name: 'vkn', value: '1720038464' },
        ],
      },
      'invalid-tax-id #/note_attributes/1/value',
    ],
    [
      'of a company without address',
      { billing_address: { ...(shopifyOrder().billing_address as object), city: '' } },
      'address-missing #/billing_address',
    ],
    [
      'of a person with one name',
      { note_attributes: [], billing_address: { ...(shopifyOrder().billing_address as object), last_name: '' } },
      'buyer-name-incomplete #/billing_address/last_name',
    ],
    [
      'with a price that is none',
      { line_items: [{ ...cup, price: '12,00' }, tea] },
      'invalid-amount #/line_items/0/price',
    ],
    ['with half a kuruş', { line_items: [{ ...cup, price: '12.005' }, tea] }, 'invalid-amount #/line_items/0/price'],
    [
      'with a price below 0',
      { line_items: [{ ...cup, price: '-12.00' }, tea] },
      'negative-amount #/line_items/0/price',
    ],
    [
      'with nothing of a line',
      { line_items: [{ ...cup, quantity: 0 }, tea] },
      'invalid-quantity #/line_items/0/quantity',
    ],
    ['with a rate beyond all', { tax_lines: [{ price: '41.00', rate: 20 }] }, 'invalid-rate #/tax_lines/0/rate'],
    ['without lines', { line_items: [] }, 'lines-missing #/line_items'],
    ['without a version', { updated_at: undefined }, 'missing-field #/updated_at'],
    ['with a date that is none', { updated_at: '2026-02-30T00:00:00Z' }, 'invalid-date #/updated_at'],
  ])('%s', (_what, changes, finding) => expect(wrong({ ...changes })).toContain(finding));

  it("with its place, what was expected and what was there, and nobody's name", () => {
    const reading = read(moda, shopifyOrder({ total_price: '300.00' }));
    expect(reading).toEqual({
      kind: 'unusable',
      topic: 'orders/create',
      orderNumber: 'moda-2001',
      findings: [
        {
          pointer: '#/total_price',
          code: 'totals-mismatch',
          detail: expect.any(String),
          expected: '301.00',
          actual: '300.00',
        },
      ],
    });
  });

  it('tells 20 of the things that are wrong at most', () => {
    const lines = Array.from({ length: 30 }, () => ({ ...cup, sku: '' }));
    expect(wrong({ line_items: lines })).toHaveLength(20);
    expect(wrong({ line_items: lines.map((line) => ({ ...line, price: null })) })).toHaveLength(20);
  });

  it('of a topic that nothing is done about', () => {
    expect(wrongWith(moda, shopifyOrder(), 'products/update')).toEqual(['unknown-topic #']);
  });

  it.each<[string, Buffer, string]>([
    ['empty', Buffer.alloc(0), 'body-missing #'],
    ['cut', Buffer.from('{'), 'malformed-json #'],
    ['told twice', Buffer.from('{"id":1,"id":2}'), 'duplicate-json-key #/id'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'invalid-encoding #'],
    ['a list', Buffer.from('[]'), 'invalid-field #'],
  ])('whose body is %s', (_what, body, finding) => expect(wrongWith(moda, body)).toEqual([finding]));
});
