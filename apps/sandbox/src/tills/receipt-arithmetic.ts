import { divideRounded, fromKurus, sumOf } from '../money.js';
import { EXEMPTION, type Article } from './assortment.js';
import { type SaleAmounts, type SaleLine } from './sale-body.js';

/** What was put on the belt: an article, thousandths of its unit, and a discount in kuruş. */
export interface BeltItem {
  readonly article: Article;
  readonly thousandths: bigint;
  readonly discount: bigint;
}

/** The amount of a line in kuruş, tax included: quantity x price, rounded, less the discount. */
export function amountOf({ article, thousandths, discount }: BeltItem): bigint {
  return divideRounded(article.price * thousandths, 1000n) - discount;
}

/** A line as the till prints and sends it. */
export function lineOf(item: BeltItem): SaleLine {
  const { articleId, name, unitCode, price, taxRate } = item.article;
  const discounts = [{ reason: 'Kampanya', amount: fromKurus(item.discount) }];
  return {
    articleId,
    name,
    quantity: unitCode === 'KGM' ? inThousandths(item.thousandths) : String(item.thousandths / 1000n),
    unitCode,
    unitPrice: fromKurus(price),
    ...(item.discount > 0n && { discounts }),
    amount: fromKurus(amountOf(item)),
    taxRate,
    ...(taxRate === '0' && EXEMPTION),
  };
}

/**
 * Taxes and totals of a receipt whose prices include tax: what is paid never changes, tax is rounded once per rate.
 * A discount on the receipt is spread over the rates in proportion; what rounding leaves goes to the largest.
 */
export function amountsOf(items: readonly BeltItem[], discount: bigint): SaleAmounts {
  const byRate = new Map<string, bigint>();
  for (const item of items) {
    const { taxRate } = item.article;
    byRate.set(taxRate, (byRate.get(taxRate) ?? 0n) + amountOf(item));
  }
  const shares = spread(discount, [...byRate.values()]);
  const taxes = [...byRate].map(([rate, amount], index) => {
    const gross = amount - (shares[index] ?? 0n);
    const tax = divideRounded(gross * BigInt(rate), 100n + BigInt(rate));
    return { rate, taxable: gross - tax, tax };
  });
  const net = sumOf(taxes.map(({ taxable }) => taxable));
  const tax = sumOf(taxes.map((subtotal) => subtotal.tax));
  return {
    taxes: taxes.map(({ rate, ...amounts }) => ({
      rate,
      taxable: fromKurus(amounts.taxable),
      tax: fromKurus(amounts.tax),
    })),
    totals: { net: fromKurus(net), tax: fromKurus(tax), gross: fromKurus(net + tax) },
  };
}

function spread(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = sumOf(weights);
  const shares = weights.map((weight) => divideRounded(amount * weight, whole));
  const largest = weights.indexOf(weights.reduce((max, weight) => (weight > max ? weight : max), 0n));
  return shares.map((share, index) => (index === largest ? share + amount - sumOf(shares) : share));
}

function inThousandths(thousandths: bigint): string {
  const digits = thousandths.toString().padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
