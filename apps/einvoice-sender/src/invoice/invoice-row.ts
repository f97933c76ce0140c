import type { Mode, TaxSubtotal } from '@kervan/contracts';
import type { Invoice, InvoiceSummary } from './invoice.js';
import type { InvoiceState } from './invoice-state.js';
import type { Profile } from './profile.js';

/** The columns of an invoice but its document, in words that {@link summaryOf} reads. */
export const SUMMARY_COLUMNS = `
  order_id, number, ettn, prefix, company, mode, profile, receiver_alias, issue_date::text, issue_time::text,
  order_number, buyer_name, buyer_tax_id, currency, net_minor, tax_minor, gross_minor, taxes, state,
  transmit_command_id, code, detail, accepted_at, voided_at, void_reason`;

/** The columns of an invoice, in words that {@link invoiceOf} reads. */
export const INVOICE_COLUMNS = `${SUMMARY_COLUMNS}, xml`;

/** A row of {@link INVOICE_COLUMNS}. */
export interface InvoiceRow {
  order_id: string;
  number: string;
  ettn: string;
  prefix: string;
  company: string;
  mode: Mode;
  profile: Profile;
  receiver_alias: string | null;
  issue_date: string;
  issue_time: string;
  order_number: string;
  buyer_name: string;
  buyer_tax_id: string;
  currency: string;
  net_minor: string;
  tax_minor: string;
  gross_minor: string;
  taxes: readonly TaxSubtotal[];
  xml: string;
  state: InvoiceState;
  transmit_command_id: string | null;
  code: string | null;
  detail: string | null;
  accepted_at: Date | null;
  voided_at: Date | null;
  void_reason: string | null;
}

/** Reads a row of {@link INVOICE_COLUMNS}. */
export function invoiceOf(row: InvoiceRow): Invoice {
  return { ...summaryOf(row), xml: row.xml };
}

/** Reads a row of {@link SUMMARY_COLUMNS}. */
export function summaryOf(row: Omit<InvoiceRow, 'xml'>): InvoiceSummary {
  return {
    orderId: row.order_id,
    number: row.number,
    ettn: row.ettn,
    prefix: row.prefix,
    company: row.company,
    mode: row.mode,
    profile: row.profile,
    receiverAlias: row.receiver_alias,
    issueDate: row.issue_date,
    issueTime: row.issue_time,
    orderNumber: row.order_number,
    buyerName: row.buyer_name,
    buyerTaxId: row.buyer_tax_id,
    currency: row.currency,
    netMinor: Number(row.net_minor),
    taxMinor: Number(row.tax_minor),
    grossMinor: Number(row.gross_minor),
    taxes: row.taxes,
    state: row.state,
    transmitCommandId: row.transmit_command_id,
    code: row.code,
    detail: row.detail,
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    voidedAt: row.voided_at?.toISOString() ?? null,
    voidReason: row.void_reason,
  };
}
