import {
  discrepancies,
  INVOICE_CURRENCY,
  isExemptionCode,
  parseQuantity,
  parseRate,
  parseUnitPrice,
  RuleBroken,
} from '@kervan/commerce';
import {
  type AllowanceOrCharge,
  FiscalDocument,
  type Finding,
  type Mode,
  type Order,
  type OrderLine,
  type TaxRate,
  type TaxSubtotal,
} from '@kervan/contracts';
import type { Company } from '../companies/company.js';
import { buyerFindings } from './buyer-rules.js';
import { invoiceTaxes } from './invoice-taxes.js';
import { finding, isRuleCode, type RuleCode } from './rules.js';
import { xmlText } from './xml-text.js';

const VAT = 'VAT';

/** Findings after which amounts cannot be compared. */
const UNREADABLE: ReadonlySet<string> = new Set<RuleCode>([
  'invalid-quantity',
  'unknown-unit',
  'invalid-unit-price',
  'invalid-rate',
  'negative-amount',
  'currency-without-rate',
]);

/** Who would issue the invoice, and when. */
export interface Issuer {
  readonly company: Company | undefined;
  /** The mode of the integrator that invoices go to. */
  readonly mode: Mode;
  /** The latest business date that a source may tell now, by the fastest clock that a till may have. */
  readonly today: string;
}

/**
 * Everything that keeps the order from being invoiced; nothing, when it may be.
 *
 * Runs before a number is drawn. Amounts are compared only once each of them can be read.
 */
export function preflight(order: Order, { company, mode, today }: Issuer): Finding[] {
  const form = [
    ...(company ? [] : [finding('/company', 'seller-unknown')]),
    ...(order.mode === mode ? [] : [finding('/mode', 'mode-not-served')]),
    ...documentFindings(order, today),
    ...order.lines.flatMap(lineFindings),
    ...order.discounts.flatMap((item, index) => allowanceFindings(item, `/discounts/${index}`)),
    ...order.charges.flatMap((item, index) => allowanceFindings(item, `/charges/${index}`)),
    ...subtotalFindings(order),
    ...buyerFindings(order.buyer),
  ];
  return [...form, ...amountFindings(order, form)];
}

function documentFindings(order: Order, today: string): Finding[] {
  const found: Finding[] = [];
  if (order.fiscalDocument !== FiscalDocument.invoice)
    found.push(finding('/fiscalDocument', 'receipt-is-the-document'));
  if (order.currency !== INVOICE_CURRENCY) found.push(finding('/currency', 'currency-without-rate'));
  if (order.businessDate > today) found.push(finding('/businessDate', 'date-in-future'));
  if (order.lines.length === 0) found.push(finding('/lines', 'lines-missing'));
  const sites = order.references.flatMap(({ type, value }, index) => {
    return type === 'web_site' ? xmlText(`/references/${index}/value`, value) : [];
  });
  return [...found, ...xmlText('/orderNumber', order.orderNumber), ...xmlText('/source', order.source), ...sites];
}

function lineFindings(line: OrderLine, index: number): Finding[] {
  const at = (field: string): string => `/lines/${index}/${field}`;
  return [
    ...xmlText(at('name'), line.name),
    ...xmlText(at('articleId'), line.articleId),
    ...readable(at('quantity'), () => parseQuantity(line.quantity, line.unitCode)),
    ...readable(at('unitPrice'), () => parseUnitPrice(line.unitPrice)),
    ...(line.amountMinor < 0 ? [finding(at('amountMinor'), 'negative-amount')] : []),
    ...line.discounts.flatMap((item, place) => allowanceFindings(item, at(`discounts/${place}`))),
    ...line.charges.flatMap((item, place) => allowanceFindings(item, at(`charges/${place}`))),
    ...taxFindings(line.tax, at('tax')),
  ];
}

function allowanceFindings(item: AllowanceOrCharge, at: string): Finding[] {
  return [
    ...xmlText(`${at}/reason`, item.reason),
    ...(item.amountMinor < 0 ? [finding(`${at}/amountMinor`, 'negative-amount')] : []),
    ...(item.tax ? taxFindings(item.tax, `${at}/tax`) : []),
  ];
}

function subtotalFindings(order: Order): Finding[] {
  const told = new Set(readableTaxes(order));
  return order.taxes.flatMap((row, index) => (told.has(row) ? taxFindings(row.tax, `/taxes/${index}/tax`) : []));
}

/** The taxes that the invoice would tell; all of the order, where a rate cannot be read. */
function readableTaxes(order: Order): readonly TaxSubtotal[] {
  try {
    return invoiceTaxes(order);
  } catch (error) {
    if (error instanceof RuleBroken) return order.taxes;
    throw error;
  }
}

function taxFindings(tax: TaxRate, at: string): Finding[] {
  if (tax.scheme !== VAT) return [finding(`${at}/scheme`, 'tax-not-supported')];
  const unreadable = readable(`${at}/ratePercent`, () => parseRate(tax.ratePercent));
  if (unreadable.length > 0 || parseRate(tax.ratePercent) !== 0) return unreadable;
  if (!tax.exemptionCode || !tax.exemptionReason) return [finding(`${at}/exemptionCode`, 'exemption-missing')];
  const code = isExemptionCode(tax.exemptionCode) ? [] : [finding(`${at}/exemptionCode`, 'exemption-code-unknown')];
  return [...code, ...xmlText(`${at}/exemptionReason`, tax.exemptionReason)];
}

function amountFindings(order: Order, form: readonly Finding[]): Finding[] {
  if (order.lines.length === 0 || form.some(({ rule }) => UNREADABLE.has(rule))) return [];
  const negative = order.taxes.flatMap(({ taxableMinor, taxMinor }, index) => {
    return taxableMinor < 0 || taxMinor < 0 ? [finding(`/taxes/${index}`, 'negative-amount')] : [];
  });
  if (negative.length > 0) return negative;
  try {
    return discrepancies(order).map(({ pointer, code }) => finding(pointer, code));
  } catch (error) {
    if (error instanceof RuleBroken) return [finding('/totals', 'totals-mismatch')];
    throw error;
  }
}

/** The rule that reading a value breaks, as a finding. */
function readable(field: string, read: () => unknown): Finding[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof RuleBroken && isRuleCode(error.code)) return [finding(field, error.code)];
    throw error;
  }
}
