import { Money } from '@kervan/commerce';
import { stringify } from 'csv-stringify/sync';
import type { InvoiceView } from './invoice-view.js';

type Row = Readonly<Record<string, string>>;

/**
 * Invoices as CSV (RFC 4180) for a spreadsheet: one row each, amounts as decimals with a point.
 *
 * Every tax rate of the list has two columns, its taxable amount and its tax under whatever exemption codes, so that
 * columns may be summed. UTF-8 with a byte order mark, without which spreadsheets misread Turkish letters. A text that a
 * spreadsheet would run as a formula is preceded by an apostrophe (OWASP, CSV injection).
 */
export function invoicesCsv(invoices: readonly InvoiceView[]): string {
  const rates = [...new Set(invoices.flatMap(({ taxes }) => taxes.map(({ rate }) => rate)))];
  rates.sort((one, other) => Number(one) - Number(other));
  const columns = [
    ...['number', 'issue_date', 'order_number', 'company', 'mode', 'profile', 'buyer_name', 'buyer_tax_id', 'currency'],
    ...rates.flatMap((rate) => [`taxable_${rate}`, `tax_${rate}`]),
    ...['net', 'tax', 'total', 'state', 'ettn'],
  ];
  return stringify(invoices.map(rowOf), {
    header: true, columns, bom: true, escape_formulas: true, record_delimiter: 'windows',
  });
}

function rowOf(invoice: InvoiceView): Row {
  const { number, company, mode, profile, buyer, currency, net, tax, total, state, ettn } = invoice;
  return {
    number, company, mode, profile, currency, net, tax, total, state, ettn,
    issue_date: invoice.issueDate,
    order_number: invoice.orderNumber,
    buyer_name: buyer.name,
    buyer_tax_id: buyer.taxId,
    ...ratesOf(invoice),
  };
}

/** The columns of the rates; a rate that stands under several exemption codes is added up. */
function ratesOf({ taxes, currency }: InvoiceView): Row {
  const sums = new Map<string, Money>();
  const add = (column: string, amount: string): void => {
    const before = sums.get(column) ?? Money.ofMinor(0, currency);
    sums.set(column, before.plus(Money.parse(amount, currency)));
  };
  for (const { rate, taxable, tax } of taxes) {
    add(`taxable_${rate}`, taxable);
    add(`tax_${rate}`, tax);
  }
  return Object.fromEntries([...sums].map(([column, sum]) => [column, sum.toDecimal()]));
}
