import { decimalFromMinor, isCurrency, RuleBroken, sumMinor } from '@kervan/commerce';
import type { AllowanceOrCharge, Order, OrderLine, PostSalesOrder } from '@kervan/contracts';
import { businessKey } from '../ports/business-key.js';
import { type TaxEntry, taxEntries, type TotalsEntry, totalsEntry } from '../ports/tax-entry.js';

/** An order as the books take it: amounts as decimal strings, nothing that they have no use for. */
export interface SalesOrder {
  readonly reference: string;
  readonly company: string;
  readonly mode: string;
  readonly orderNumber: string;
  readonly businessDate: string;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly customer?: { readonly name: string; readonly taxId?: string };
  readonly lines: readonly SalesOrderLine[];
  readonly discounts: readonly ReasonedAmount[];
  readonly charges: readonly ReasonedAmount[];
  readonly taxes: readonly TaxEntry[];
  readonly totals: TotalsEntry;
}

export interface SalesOrderLine {
  readonly line: number;
  readonly articleId: string;
  readonly name: string;
  readonly quantity: string;
  readonly unitCode: string;
  readonly unitPrice: string;
  /** After the line's own discounts and charges. */
  readonly amount: string;
  readonly taxRate: string;
}

export interface ReasonedAmount {
  readonly reason: string;
  readonly amount: string;
}

/** Why an order is not sent to the books at all. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** Why an order cannot be booked as it is, or `undefined`: a wrong sum is not to reach the books. */
export function refusalOf({ lines, taxes, totals, currency }: Order): Refusal | undefined {
  if (!isCurrency(currency)) return { code: 'unknown-currency', detail: 'The currency is no active code of ISO 4217.' };
  if (lines.length === 0) return { code: 'order-without-lines', detail: 'The order has no lines.' };
  if (totals.netMinor + totals.taxMinor !== totals.grossMinor) {
    return { code: 'totals-mismatch', detail: 'Net and tax do not add up to the gross total.' };
  }
  try {
    const taxable = sumMinor(taxes.map(({ taxableMinor }) => taxableMinor));
    const tax = sumMinor(taxes.map(({ taxMinor }) => taxMinor));
    if (taxable === totals.netMinor && tax === totals.taxMinor) return undefined;
    return { code: 'totals-mismatch', detail: 'The taxes per rate do not add up to the totals.' };
  } catch (error) {
    if (error instanceof RuleBroken) return { code: error.code, detail: error.message };
    throw error;
  }
}

/** The order as a document for the books; exact to the last minor unit. */
export function salesOrderOf({ orderId, order }: PostSalesOrder): SalesOrder {
  const { company, mode, orderNumber, businessDate, currency, pricesIncludeTax, buyer } = order;
  return {
    reference: businessKey({ mode, company, orderId }, 'sales-order'),
    company,
    mode,
    orderNumber,
    businessDate,
    currency,
    pricesIncludeTax,
    ...(buyer ? { customer: { name: buyer.name, ...(buyer.taxId ? { taxId: buyer.taxId } : {}) } } : {}),
    lines: order.lines.map((line) => salesOrderLine(line, currency)),
    discounts: order.discounts.map((discount) => reasonedAmount(discount, currency)),
    charges: order.charges.map((charge) => reasonedAmount(charge, currency)),
    taxes: taxEntries(order.taxes, currency),
    totals: totalsEntry(order.totals, currency),
  };
}

function salesOrderLine(line: OrderLine, currency: string): SalesOrderLine {
  const { lineNumber, articleId, name, quantity, unitCode, unitPrice, amountMinor, tax } = line;
  const amount = decimalFromMinor(amountMinor, currency);
  return { line: lineNumber, articleId, name, quantity, unitCode, unitPrice, amount, taxRate: tax.ratePercent };
}

function reasonedAmount({ reason, amountMinor }: AllowanceOrCharge, currency: string): ReasonedAmount {
  return { reason, amount: decimalFromMinor(amountMinor, currency) };
}
