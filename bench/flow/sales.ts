import { decimalFromMinor } from '@kervan/commerce';

/** A receipt with an invoice, as a till posts it. */
export interface SaleBody {
  readonly branch: string;
  readonly till: string;
  readonly zNumber: number;
  readonly receiptNumber: number;
  readonly [field: string]: unknown;
}

/** The sale number n of a run. */
export interface Sale {
  readonly orderNumber: string;
  /** What it comes to, as every document about it has to say. */
  readonly gross: string;
  readonly body: SaleBody;
}

interface Article {
  readonly articleId: string;
  readonly name: string;
  readonly price: number;
  readonly taxRate: number;
}

const TILL = '9';

/** Prices in kuruş, tax included; none divides evenly by its tax. */
const articles = {
  bread: { articleId: 'A-1001', name: 'Ekmek 250 g', price: 1_250, taxRate: 1 },
  chocolate: { articleId: 'A-2002', name: 'Çikolata 80 g', price: 3_333, taxRate: 10 },
  detergent: { articleId: 'A-3001', name: 'Deterjan 4 kg', price: 31_999, taxRate: 20 },
  shampoo: { articleId: 'A-3002', name: 'Şampuan 500 ml', price: 10_001, taxRate: 20 },
} as const satisfies Record<string, Article>;

const baskets: readonly (readonly Article[])[] = [
  [articles.bread, articles.chocolate, articles.shampoo],
  [articles.detergent, articles.bread],
  [articles.chocolate, articles.detergent, articles.shampoo, articles.bread],
];

const address = { street: 'Cumhuriyet Cad. No: 12', district: 'Kadıköy', city: 'İstanbul', postalCode: '34710', countryCode: 'TR' };

/** Every kind of buyer an invoice is made out to; a buyer with an id is looked up before his invoice is numbered. */
const buyers = [
  { name: 'Deniz Restoran İşletmeleri A.Ş.', taxId: '7341028850', taxOffice: 'Beşiktaş', address },
  { name: 'Yıldız Kırtasiye', taxId: '3488201176', taxOffice: 'Kadıköy', address },
  { name: 'Zeynep Çelik', firstName: 'Zeynep', familyName: 'Çelik', taxId: '10000000146', address },
  { name: 'Ayşe Yılmaz', firstName: 'Ayşe', familyName: 'Yılmaz', address },
] as const;

/** Makes the sale number n: every branch, basket and kind of buyer in turn. */
export function saleNumber(n: number, branches: readonly string[], soldAt: Date): Sale {
  const basket = baskets[n % baskets.length] as readonly Article[];
  const branch = branches[n % branches.length] as string;
  const receiptNumber = n + 1;
  const taxes = taxesOf(basket);
  const net = taxes.reduce((sum, { taxable }) => sum + taxable, 0);
  const tax = taxes.reduce((sum, each) => sum + each.tax, 0);
  const gross = lira(net + tax);
  return {
    orderNumber: `${branch}-${TILL}-1-${receiptNumber}`,
    gross,
    body: {
      branch,
      till: TILL,
      zNumber: 1,
      receiptNumber,
      soldAt: soldAt.toISOString(),
      currency: 'TRY',
      pricesIncludeTax: true,
      lines: basket.map(lineOf),
      taxes: taxes.map((each) => ({ rate: String(each.rate), taxable: lira(each.taxable), tax: lira(each.tax) })),
      totals: { net: lira(net), tax: lira(tax), gross },
      payments: [{ method: 'card', amount: gross, status: 'captured' }],
      invoice: { requested: true, buyer: buyers[n % buyers.length] },
    },
  };
}

function lineOf({ articleId, name, price, taxRate }: Article): object {
  const amount = lira(price);
  return { articleId, name, quantity: '1', unitCode: 'C62', unitPrice: amount, amount, taxRate: String(taxRate) };
}

/** Tax is rounded once per rate; what is paid never changes. */
function taxesOf(basket: readonly Article[]): { readonly rate: number; readonly taxable: number; readonly tax: number }[] {
  return [...Map.groupBy(basket, ({ taxRate }) => taxRate)].map(([rate, of]) => {
    const gross = of.reduce((sum, { price }) => sum + price, 0);
    const tax = Math.floor((2 * gross * rate + 100 + rate) / (2 * (100 + rate)));
    return { rate, taxable: gross - tax, tax };
  });
}

function lira(kurus: number): string {
  return decimalFromMinor(kurus, 'TRY');
}
