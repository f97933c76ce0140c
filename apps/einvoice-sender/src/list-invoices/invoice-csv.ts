import { stringify } from 'csv-stringify/sync';
import type { InvoiceView } from './invoice-view.js';

type Row = Readonly<Record<string, string>>;

/**
 * Invoices as CSV (RFC 4180) for a spreadsheet: one row each, amounts as decimals with a point.
 *
 * Every tax rate of the list has two columns, its taxable amount and its tax, so that columns may be summed. UTF-8 with
 * a byte order mark, without which spreadsheets misread Turkish letters. A text that a spreadsheet would run as a
 * formula is preceded by an apostrophe (OWASP, CSV injection).
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
  const { number, company, mode, profile, buyer, currency, taxes, net, tax, total, state, ettn } = invoice;
  const ofRates = taxes.flatMap(({ rate, ...amounts }) => [
    [`taxable_${rate}`, amounts.taxable],
    [`tax_${rate}`, amounts.tax],
  ]);
  return {
    number, company, mode, profile, currency, net, tax, total, state, ettn,
    issue_date: invoice.issueDate,
    order_number: invoice.orderNumber,
    buyer_name: buyer.name,
    buyer_tax_id: buyer.taxId,
    ...Object.fromEntries(ofRates),
  };
}
