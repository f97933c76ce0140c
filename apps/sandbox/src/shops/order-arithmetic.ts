import { divideRounded, sumOf } from '../money.js';
import { type Random } from '../world/random.js';
import { CATALOGUE, type Product, type ShopTaxRate } from './catalogue.js';

/** What lies in a basket when its owner orders; money is in kuruş and in the price basis of the order. */
export interface Basket {
  /** The price basis: whether prices, discounts and shipping contain the tax. */
  readonly taxIncluded: boolean;
  readonly items: readonly { readonly product: Product; readonly quantity: bigint }[];
  readonly couponPercent: number;
  readonly shipping: bigint;
}

/** An amount in the price basis with its tax, as the shop tells them. */
export interface TaxedAmount {
  readonly rate: ShopTaxRate;
  readonly amount: bigint;
  readonly tax: bigint;
  readonly net: bigint;
  readonly gross: bigint;
}

/** One line of an order. */
export interface PricedLine {
  readonly product: Product;
  readonly quantity: bigint;
  readonly beforeDiscount: TaxedAmount;
  readonly discount: bigint;
  readonly charged: TaxedAmount;
}

/** The tax of one rate over lines and shipping. */
export interface TaxOfRate {
  readonly rate: ShopTaxRate;
  readonly taxable: bigint;
  readonly tax: bigint;
}

/** A basket with all that follows from it. */
export interface PricedOrder {
  readonly taxIncluded: boolean;
  readonly couponPercent: number;
  readonly lines: readonly PricedLine[];
  readonly shipping: TaxedAmount;
  readonly taxes: readonly TaxOfRate[];
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
}

/** How a shop rounds the tax of a line: `half-up`, or `half-down` as WooCommerce where prices include tax. */
export type TaxRounding = 'half-up' | 'half-down';

const SHIPPING_RATE = 20;

/**
 * Fills a basket whose tax is the same whether it is rounded per line, as shops do, or once per rate on the document,
 * from gross or from net: nobody can argue about a kuruş of it.
 */
export function fillBasket(random: Random, taxIncluded: boolean, rounding: TaxRounding, first?: Product): PricedOrder {
  for (;;) {
    const count = random.between(1, 4);
    const start = random.between(0, CATALOGUE.length - 1);
    const chosen = Array.from({ length: count }, (_, index) => CATALOGUE[(start + 3 * index) % CATALOGUE.length]);
    const products = [...(first ? [first] : []), ...chosen].filter((product) => product !== undefined);
    const order = priced(
      {
        taxIncluded,
        items: products.map((product) => ({ product, quantity: BigInt(random.between(1, 3)) })),
        couponPercent: random.chance(0.35) ? random.between(5, 20) : 0,
        shipping: random.chance(0.6) ? 3_990n : 0n,
      },
      rounding,
    );
    if (order.taxes.every(isUndisputed)) return order;
  }
}

/** Prices a basket: a discount is allocated to the lines, and tax is rounded line by line. */
export function priced({ taxIncluded, items, couponPercent, shipping }: Basket, rounding: TaxRounding): PricedOrder {
  const taxed = (amount: bigint, rate: ShopTaxRate): TaxedAmount => {
    const base = taxIncluded ? 100n + BigInt(rate) : 100n;
    const tax = rounded(amount * BigInt(rate), base, taxIncluded ? rounding : 'half-up');
    const net = taxIncluded ? amount - tax : amount;
    return { rate, amount, tax, net, gross: net + tax };
  };
  const lines = items.map(({ product, quantity }) => {
    const before = product.price * quantity;
    const discount = (before * BigInt(couponPercent)) / 100n;
    const beforeDiscount = taxed(before, product.taxRate);
    return { product, quantity, beforeDiscount, discount, charged: taxed(before - discount, product.taxRate) };
  });
  const delivery = taxed(shipping, SHIPPING_RATE);
  const charged = [...lines.map((line) => line.charged), ...(shipping > 0n ? [delivery] : [])];
  const taxes = taxesOf(charged);
  const net = sumOf(taxes.map(({ taxable }) => taxable));
  const tax = sumOf(taxes.map((each) => each.tax));
  return { taxIncluded, couponPercent, lines, shipping: delivery, taxes, net, tax, gross: net + tax };
}

function taxesOf(amounts: readonly TaxedAmount[]): TaxOfRate[] {
  const rates = [...new Set(amounts.map(({ rate }) => rate))].toSorted((a, b) => b - a);
  return rates.map((rate) => {
    const ofRate = amounts.filter((amount) => amount.rate === rate);
    return { rate, taxable: sumOf(ofRate.map(({ net }) => net)), tax: sumOf(ofRate.map(({ tax }) => tax)) };
  });
}

function isUndisputed({ rate, taxable, tax }: TaxOfRate): boolean {
  const percent = BigInt(rate);
  const fromNet = divideRounded(taxable * percent, 100n);
  const fromGross = divideRounded((taxable + tax) * percent, 100n + percent);
  return fromNet === tax && fromGross === tax;
}

function rounded(dividend: bigint, divisor: bigint, rounding: TaxRounding): bigint {
  return rounding === 'half-up' ? divideRounded(dividend, divisor) : (2n * dividend + divisor - 1n) / (2n * divisor);
}
