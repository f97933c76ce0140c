import { divideRounded, fromKurus, sumOf } from '../money.js';
import { type AgreedOrder } from '../world/agreed-order.js';
import { MARKETIM } from '../world/companies.js';
import { type OrderedArticle } from './assortment.js';

/** The partner's code at the seller, which the seller's own order numbers begin with. */
export const PARTNER = 'marketim';

/** What the partner orders in one message. */
export interface EdiOrder {
  /** The partner's own number, unique for ever. */
  readonly number: string;
  readonly items: readonly { readonly article: OrderedArticle; readonly quantity: bigint }[];
}

/** The seller's readable number of an order of the partner. */
export function orderNumberOf({ number }: Pick<EdiOrder, 'number'>): string {
  return `${PARTNER}-${number}`;
}

/** What an order comes to, as the partner reckons it: prices without tax, tax rounded once per rate. */
export function agreedOrderOf({ items }: EdiOrder): AgreedOrder {
  const lines = items.map(({ article, quantity }) => {
    return { articleId: article.articleId, quantity: String(quantity), net: fromKurus(article.price * quantity) };
  });
  const rates = [...new Set(items.map(({ article }) => article.taxRate))].toSorted((a, b) => b - a);
  const taxes = rates.map((rate) => {
    const ofRate = items.filter(({ article }) => article.taxRate === rate);
    const taxable = sumOf(ofRate.map(({ article, quantity }) => article.price * quantity));
    return { rate, taxable, tax: divideRounded(taxable * BigInt(rate), 100n) };
  });
  const net = sumOf(taxes.map(({ taxable }) => taxable));
  const tax = sumOf(taxes.map((each) => each.tax));
  const gross = fromKurus(net + tax);
  return {
    currency: 'TRY',
    buyer: { name: MARKETIM.name, taxId: MARKETIM.taxId },
    lines,
    shipping: { net: '0.00' },
    taxes: taxes.map((each) => ({ rate: `${each.rate}`, taxable: fromKurus(each.taxable), tax: fromKurus(each.tax) })),
    totals: { net: fromKurus(net), tax: fromKurus(tax), gross },
    payments: [{ method: 'transfer', amount: gross }],
  };
}
