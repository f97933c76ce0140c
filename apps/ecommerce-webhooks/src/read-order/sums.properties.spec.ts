import { discrepancies, sumMinor } from '@kervan/commerce';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placedBy, profileOf } from '../fixtures/reading.js';
import { type Basket, shopifyOf, woocommerceOf } from '../fixtures/vendor-arithmetic.js';

const item = fc.record({
  price: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 500_000 }) }, fc.constant(0)),
  quantity: fc.integer({ min: 1, max: 7 }),
  percent: fc.constantFrom(1, 10, 20),
  off: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }), fc.constant(100)),
});

const basket: fc.Arbitrary<Basket> = fc.record({
  pricesIncludeTax: fc.boolean(),
  items: fc.array(item, { minLength: 1, maxLength: 40 }),
  shipping: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20_000 })),
  roundAtSubtotal: fc.boolean(),
});

describe('whatever is in the basket, an order adds up to the total', () => {
  it.each([
    ['Shopify', 'moda', shopifyOf],
    ['WooCommerce', 'ev', woocommerceOf],
  ] as const)('of %s', (_whose, shop, vendor) => {
    const profile = profileOf(shop);
    fc.assert(
      fc.property(basket, (each) => {
        const { content, totalMinor } = vendor(each);
        const order = placedBy(profile, content);
        expect(order.totals.grossMinor).toBe(totalMinor);
        expect(discrepancies(order)).toEqual([]);
        expect(sumMinor(order.payments.map(({ amountMinor }) => amountMinor))).toBe(totalMinor);
        expect(order.lines).toHaveLength(each.items.length);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});
