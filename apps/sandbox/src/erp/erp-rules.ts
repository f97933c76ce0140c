import { divideRounded, fromKurus, sumOf, toScaled } from '../money.js';
import { type InvoiceBody, type PaymentBody, type SalesOrderBody, type Tax, type Totals } from './erp-bodies.js';

/** Why the ERP does not take a document: a stable code and a sentence for people. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** Tax is rounded once per rate; whoever rounded elsewhere may be one kuruş away. */
const TAX_TOLERANCE = 1n;
const BLOCKED = 'BLOCKED-';

/** Why the ERP refuses a sales order by its content, or `undefined`. */
export function refusalOfSalesOrder(order: SalesOrderBody): Refusal | undefined {
  const blocked = order.lines.find((line) => line.articleId.startsWith(BLOCKED));
  if (blocked) return { code: 'article-blocked', detail: `Article ${blocked.articleId} is blocked for sale${to(order)}.` };
  const lines = sumOf(order.lines.map((line) => line.amount));
  const discounts = sumOf(order.discounts.map((discount) => discount.amount));
  const charges = sumOf(order.charges.map((charge) => charge.amount));
  const expected = order.pricesIncludeTax ? order.totals.gross : order.totals.net;
  const added = lines - discounts + charges;
  if (added !== expected) return mismatch('The lines', added, expected);
  return refusalOfTaxes(order.taxes, order.totals);
}

/** An ERP's words may name the customer. */
function to({ customer }: SalesOrderBody): string {
  return customer ? ` to ${[customer.name, customer.taxId].filter(Boolean).join(' ')}` : '';
}

/** Why the ERP refuses an invoice by its content, or `undefined`. */
export function refusalOfInvoice(invoice: InvoiceBody): Refusal | undefined {
  return refusalOfTaxes(invoice.taxes, invoice.totals);
}

/** Why the ERP refuses a payment by its content, or `undefined`. */
export function refusalOfPayment(payment: PaymentBody): Refusal | undefined {
  const paid = sumOf(payment.payments.map(({ amount }) => amount));
  return paid === payment.total ? undefined : mismatch('The payments', paid, payment.total);
}

function refusalOfTaxes(taxes: readonly Tax[], totals: Totals): Refusal | undefined {
  const net = sumOf(taxes.map(({ taxable }) => taxable));
  if (net !== totals.net) return mismatch('The taxable amounts', net, totals.net);
  const tax = sumOf(taxes.map((subtotal) => subtotal.tax));
  if (tax !== totals.tax) return mismatch('The taxes', tax, totals.tax);
  if (totals.net + totals.tax !== totals.gross) {
    return mismatch('Net and tax', totals.net + totals.tax, totals.gross);
  }
  return taxes.map(refusalOfTax).find((found) => found !== undefined);
}

function refusalOfTax({ rate, taxable, tax }: Tax): Refusal | undefined {
  const percent = toScaled(rate);
  if (!percent) return { code: 'tax-mismatch', detail: 'A tax rate is not a number.' };
  const expected = divideRounded(taxable * percent.digits, percent.scale * 100n);
  const off = expected > tax ? expected - tax : tax - expected;
  if (off <= TAX_TOLERANCE) return undefined;
  const detail = `The tax of ${rate} % should be ${fromKurus(expected)}, but is ${fromKurus(tax)}.`;
  return { code: 'tax-mismatch', detail };
}

function mismatch(what: string, added: bigint, stated: bigint): Refusal {
  const detail = `${what} add up to ${fromKurus(added)}, but ${fromKurus(stated)} is stated.`;
  return { code: 'totals-mismatch', detail };
}
