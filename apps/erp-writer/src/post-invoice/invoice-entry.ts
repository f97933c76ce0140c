import type { PostInvoice } from '@kervan/contracts';
import { businessKey } from '../ports/business-key.js';
import { type TaxEntry, taxEntries, type TotalsEntry, totalsEntry } from '../ports/tax-entry.js';

/** An issued invoice as the books take it. */
export interface InvoiceEntry {
  readonly reference: string;
  readonly company: string;
  readonly mode: string;
  readonly orderNumber: string;
  readonly erpOrderNumber: string;
  readonly invoiceNumber: string;
  readonly ettn: string;
  readonly issueDate: string;
  readonly currency: string;
  readonly taxes: readonly TaxEntry[];
  readonly totals: TotalsEntry;
}

/** The invoice that a command asks to book; exact to the last minor unit. @throws {RuleBroken} */
export function invoiceEntryOf(command: PostInvoice): InvoiceEntry {
  const { company, mode, orderNumber, erpOrderNumber, invoice } = command;
  return {
    reference: businessKey(command, 'invoice'),
    company,
    mode,
    orderNumber,
    erpOrderNumber,
    invoiceNumber: invoice.number,
    ettn: invoice.ettn,
    issueDate: invoice.issueDate,
    currency: invoice.currency,
    taxes: taxEntries(invoice.taxes, invoice.currency),
    totals: totalsEntry(invoice, invoice.currency),
  };
}
