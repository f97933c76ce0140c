import { rateKey } from '@kervan/commerce';
import type { Order, TaxSubtotal } from '@kervan/contracts';

/**
 * The taxes that an order's invoice tells: all of the order but rows of nothing at a rate that nothing on it has, which
 * come from sources that send their whole tax table. They would claim an exemption under which nothing was sold.
 *
 * Where no other row is there, they stay: an invoice tells at least one.
 *
 * @throws {RuleBroken} `invalid-rate`
 */
export function invoiceTaxes({ lines, discounts, charges, taxes }: Order): readonly TaxSubtotal[] {
  const rates = new Set([...lines, ...discounts, ...charges].flatMap(({ tax }) => (tax ? [rateKey(tax)] : [])));
  const told = taxes.filter(({ tax, taxableMinor, taxMinor }) => {
    return rates.has(rateKey(tax)) || taxableMinor !== 0 || taxMinor !== 0;
  });
  return told.length > 0 ? told : taxes;
}
