import { describe, expect, it } from 'vitest';
import { placedBy, profileOf, wrongWith } from '../fixtures/reading.js';
import { shopifyOrder } from '../fixtures/shopify.js';
import { standardOrder } from '../fixtures/standard.js';
import { woocommerceOrder } from '../fixtures/woocommerce.js';

const atNight = '2026-11-22T00:30:00+03:00';
const orders: readonly [string, string, object][] = [
  ['Shopify', 'moda', shopifyOrder({ processed_at: atNight })],
  ['WooCommerce', 'ev', woocommerceOrder({ date_created_gmt: '2026-11-21T21:30:00' })],
  ['a Standard Webhooks sender', 'acme', standardOrder({ placedAt: atNight })],
];

describe.each(orders)('an order of %s at half past midnight in Istanbul', (_vendor, shop, content) => {
  it.each([
    [undefined, '2026-11-22'],
    ['Europe/Istanbul', '2026-11-22'],
    ['Europe/London', '2026-11-21'],
    ['America/New_York', '2026-11-21'],
  ])('belongs to the day of its company, which is in %s', (zone, businessDate) => {
    const order = placedBy({ ...profileOf(shop), ...(zone !== undefined && { zone }) }, content);
    expect(order).toMatchObject({ placedAt: '2026-11-21T21:30:00.000Z', businessDate });
  });
});

describe('an order of a year that has not four digits everywhere', () => {
  it.each([
    ['moda', shopifyOrder({ processed_at: '0001-01-01T00:00:00Z' }), '#/processed_at'],
    ['moda', shopifyOrder({ processed_at: '9999-12-31T23:59:59Z' }), '#/processed_at'],
    ['ev', woocommerceOrder({ date_created_gmt: '0001-01-01T00:00:00' }), '#/date_created_gmt'],
    ['acme', standardOrder({ placedAt: '0001-01-01T00:00:00Z' }), '#/data/placedAt'],
    ['acme', standardOrder({ placedAt: '9999-12-31T23:59:59.999Z' }), '#/data/placedAt'],
    ['acme', standardOrder({ placedAt: '9999-12-31T23:59:59-12:00' }), '#/data/placedAt'],
  ])('of %s is shown to a person', (shop, content, pointer) => {
    expect(wrongWith(profileOf(shop), content)).toEqual([`invalid-date ${pointer}`]);
  });
});
