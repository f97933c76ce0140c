import type { Buyer } from './buyers.js';
import { decimal, taxIn } from './kurus.js';

/** One line on a receipt; the price is in kuruş and includes tax. */
export interface Article {
  readonly articleId: string;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly taxRate: bigint;
}

/** What a customer wants: articles, an invoice or not, and whether it is paid now. */
export interface Wish {
  readonly articles?: readonly Article[];
  readonly buyer?: Buyer;
  readonly payment?: 'captured' | 'due';
}

/** The natural key of a receipt. */
export interface Receipt {
  readonly branch: string;
  readonly till: string;
  readonly zNumber: number;
  readonly receiptNumber: number;
}

interface Line {
  readonly articleId: string;
  readonly name: string;
  readonly quantity: string;
  readonly unitCode: string;
  readonly unitPrice: string;
  readonly amount: string;
  readonly taxRate: string;
}

/** A sale as a till posts it. */
export interface SaleBody extends Receipt {
  readonly soldAt: string;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly Line[];
  readonly taxes: readonly { readonly rate: string; readonly taxable: string; readonly tax: string }[];
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
  readonly payments: readonly { readonly method: string; readonly amount: string; readonly status: string }[];
  readonly invoice?: { readonly requested: true; readonly buyer: Buyer };
}

/** Three articles of three tax rates, at prices that do not divide evenly. */
export const usualArticles: readonly Article[] = [
  { articleId: 'A-1001', price: 1_250n, quantity: 3n, taxRate: 1n },
  { articleId: 'A-2002', price: 3_333n, quantity: 1n, taxRate: 10n },
  { articleId: 'A-3002', price: 10_001n, quantity: 2n, taxRate: 20n },
];

/** An article that the sandbox's ERP has blocked for sale. */
export const blockedArticle: Article = { articleId: 'BLOCKED-9001', price: 7_777n, quantity: 1n, taxRate: 20n };

/** Makes the body of a sale whose prices include tax; tax is rounded once per rate, in integer kuruş. */
export function saleBody(receipt: Receipt, { articles = usualArticles, buyer, payment = 'captured' }: Wish): SaleBody {
  const grossByRate = new Map<bigint, bigint>();
  for (const article of articles) {
    grossByRate.set(article.taxRate, (grossByRate.get(article.taxRate) ?? 0n) + amountOf(article));
  }
  const taxes = [...grossByRate].map(([rate, gross]) => {
    const tax = taxIn(gross, rate);
    return { rate, taxable: gross - tax, tax };
  });
  const net = sum(taxes.map(({ taxable }) => taxable));
  const tax = sum(taxes.map((each) => each.tax));
  const gross = decimal(net + tax);
  return {
    ...receipt,
    soldAt: new Date().toISOString(),
    currency: 'TRY',
    pricesIncludeTax: true,
    lines: articles.map(lineOf),
    taxes: taxes.map((each) => ({ rate: `${each.rate}`, taxable: decimal(each.taxable), tax: decimal(each.tax) })),
    totals: { net: decimal(net), tax: decimal(tax), gross },
    payments: [{ method: payment === 'due' ? 'transfer' : 'card', amount: gross, status: payment }],
    ...(buyer && { invoice: { requested: true as const, buyer } }),
  };
}

/** The readable natural key of a receipt. */
export function orderNumberOf({ branch, till, zNumber, receiptNumber }: Receipt): string {
  return `${branch}-${till}-${zNumber}-${receiptNumber}`;
}

function lineOf(article: Article): Line {
  return {
    articleId: article.articleId,
    name: `Ürün ${article.articleId}`,
    quantity: `${article.quantity}`,
    unitCode: 'C62',
    unitPrice: decimal(article.price),
    amount: decimal(amountOf(article)),
    taxRate: `${article.taxRate}`,
  };
}

function amountOf({ price, quantity }: Article): bigint {
  return price * quantity;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
