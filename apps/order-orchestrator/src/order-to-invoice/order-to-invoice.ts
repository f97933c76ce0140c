import { sumMinor } from '@kervan/commerce';
import {
  DocumentType,
  FiscalDocument,
  PaymentStatus,
  type BookedPayment,
  type Channel,
  type Document,
  type InvoiceIssued,
  type InvoicePosted,
  type IssuedInvoice,
  type Mode,
  type OrderPlaced,
  type Payment,
  type PaymentMatched,
  type PaymentPosted,
  type SalesOrderPosted,
} from '@kervan/contracts';
import type { Refusal, RefusalPolicy } from '@kervan/saga';
import { channelPolicies } from './channel-policies.js';

/** What the saga knows of one order beside its body: what follows from the order, and what its steps have brought. */
export interface OrderToInvoice {
  readonly orderNumber: string;
  readonly company: string;
  readonly mode: Mode;
  readonly channel: Channel;
  readonly currency: string;
  readonly fiscalDocument: FiscalDocument;
  readonly payments: readonly Payment[];
  readonly documents: readonly Document[];
  readonly erpOrderNumber?: string;
  readonly invoice?: IssuedInvoice;
  /** Money seen at the bank for this order, each bank line once. */
  readonly matched?: readonly PaymentMatched[];
  /** What the ERP has booked of it, once it has; null where it does not say. */
  readonly booked?: readonly BookedPayment[] | null;
  /** Whether a person has said that what was due is settled in another way, in the books too. */
  readonly settledElsewhere?: boolean;
}

export const OrderToInvoice = {
  open({ order }: OrderPlaced): OrderToInvoice {
    const { orderNumber, company, mode, channel, currency, fiscalDocument, payments } = order;
    return { orderNumber, company, mode, channel, currency, fiscalDocument, payments, documents: [] };
  },
};

/** Whether an invoice is due: a till's fiscal receipt already is the document of its sale. */
export const invoiceDue = (sale: OrderToInvoice): boolean => sale.fiscalDocument === FiscalDocument.invoice;

/** Whether money changed hands with the sale; a payment of nothing is none. */
export const paymentCaptured = (sale: OrderToInvoice): boolean =>
  paymentsIn(sale, PaymentStatus.captured).some(({ amountMinor }) => amountMinor !== 0);

/** The payments of one status, of a sale or an order. */
export function paymentsIn({ payments }: Pick<OrderToInvoice, 'payments'>, status: PaymentStatus): readonly Payment[] {
  return payments.filter((payment) => payment.status === status);
}

/** What the payments of one status come to, in minor units. @throws {RuleBroken} unless that is a safe integer. */
export function sumIn(of: Pick<OrderToInvoice, 'payments'>, status: PaymentStatus): number {
  return sumMinor(paymentsIn(of, status).map(({ amountMinor }) => amountMinor));
}

/** The sale's documents with one more; one that is told again, as after an amendment, stands there once. */
function withDocument({ documents }: OrderToInvoice, added: Document): readonly Document[] {
  const others = documents.filter(({ type, number }) => type !== added.type || number !== added.number);
  return [...others, added];
}

export const erpOrder = (sale: OrderToInvoice, { erpNumber }: SalesOrderPosted): Partial<OrderToInvoice> => ({
  erpOrderNumber: erpNumber,
  documents: withDocument(sale, { type: DocumentType.erp_sales_order, number: erpNumber, issuedOn: null }),
});

export const issuedInvoice = (sale: OrderToInvoice, { invoice }: InvoiceIssued): Partial<OrderToInvoice> => ({
  invoice,
  documents: withDocument(sale, { type: DocumentType.invoice, number: invoice.number, issuedOn: invoice.issueDate }),
});

export const erpInvoice = (sale: OrderToInvoice, { erpNumber }: InvoicePosted): Partial<OrderToInvoice> => ({
  documents: withDocument(sale, { type: DocumentType.erp_invoice, number: erpNumber, issuedOn: null }),
});

export const erpPayment = (sale: OrderToInvoice, { erpNumber }: PaymentPosted): Partial<OrderToInvoice> => ({
  documents: withDocument(sale, { type: DocumentType.erp_payment, number: erpNumber, issuedOn: null }),
});

/** A refusal of form is corrected by a person and goes out again; any other follows the channel's policy. */
export const refusalPolicy = (sale: OrderToInvoice, refusal: Refusal): RefusalPolicy =>
  'correctable' in refusal && refusal.correctable === true ? 'needs_attention' : channelPolicies[sale.channel].refusal;
