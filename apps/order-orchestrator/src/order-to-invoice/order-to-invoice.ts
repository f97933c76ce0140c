import {
  DocumentType,
  FiscalDocument,
  PaymentStatus,
  type Channel,
  type Document,
  type InvoiceIssued,
  type InvoicePosted,
  type IssuedInvoice,
  type Mode,
  type OrderCompleted,
  type OrderPlaced,
  type Payment,
  type PaymentMatched,
  type PaymentPosted,
  type SalesOrderPosted,
} from '@kervan/contracts';
import type { Notice, Refusal, RefusalPolicy } from '@kervan/saga';
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

/** Whether money changed hands with the sale. */
export const paymentCaptured = (sale: OrderToInvoice): boolean => paymentsIn(sale, PaymentStatus.captured).length > 0;

/** Whether money is still to come. */
export const paymentDue = (sale: OrderToInvoice): boolean => paymentsIn(sale, PaymentStatus.due).length > 0;

/** Whether money that came at the bank is to be posted: not where all of it was settled in another way. */
export const settlementDue = (sale: OrderToInvoice): boolean =>
  paymentDue(sale) && (sale.settledElsewhere !== true || (sale.matched ?? []).length > 0);

/** What a person says who counts the payment as settled: nothing that the bank has not seen is posted. */
export const settledElsewhere = (): Partial<OrderToInvoice> => ({ settledElsewhere: true });

/** Whether the bank has seen all that is due, or a payment by which a person lets the order count as paid as it stands. */
export const paidInFull = (sale: OrderToInvoice): boolean => {
  const matched = sale.matched ?? [];
  const due = paymentsIn(sale, PaymentStatus.due).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const paid = matched.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return paid >= due || matched.some((line) => settles(line, due));
};

/**
 * Whether a person lets the order count as paid by a line, and what is due is what was due when they said so: an amendment
 * may have made more due since. Where a release has told or kept it that does not say how much was due, it holds for any.
 */
function settles({ settlesOrder, acceptedDueMinor }: PaymentMatched, dueMinor: number): boolean {
  return settlesOrder && (acceptedDueMinor ?? dueMinor) === dueMinor;
}

/** The sale's payments of one status. */
export function paymentsIn(sale: OrderToInvoice, status: PaymentStatus): readonly Payment[] {
  return sale.payments.filter((payment) => payment.status === status);
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

/**
 * Counts a bank line once, however often it is told, and only in the sale's own currency. That the order counts as paid by
 * it may be told later, of an order that was amended meanwhile: the last such telling counts.
 */
export const bankLine = (sale: OrderToInvoice, line: PaymentMatched): Partial<OrderToInvoice> => {
  const known = sale.matched ?? [];
  if (line.currency !== sale.currency) return {};
  const counted = known.find((one) => isSameLine(one, line));
  if (!counted) return { matched: [...known, line] };
  if (!line.settlesOrder) return {};
  const { settlesOrder, acceptedDueMinor } = line;
  return { matched: known.map((one) => (one === counted ? { ...one, settlesOrder, acceptedDueMinor } : one)) };
};

/**
 * Whether both are of one bank line. A release that told or kept either without its account leaves that open: then they are
 * where amount and value date are the same, too, as those of a line that is told again always are.
 */
function isSameLine(one: PaymentMatched, other: PaymentMatched): boolean {
  if (one.statementReference !== other.statementReference) return false;
  if (one.accountDigest && other.accountDigest) return one.accountDigest === other.accountDigest;
  return one.amountMinor === other.amountMinor && one.valueDate === other.valueDate;
}

/** The bank lines whose money the sale has taken; any other that is matched with it came too late, and is not posted. */
export const settledPayments = ({ matched = [] }: OrderToInvoice): Pick<OrderCompleted, 'settledPayments'> => ({
  settledPayments: matched.map(({ statementReference, accountDigest, amountMinor }) => {
    return { statementReference, accountDigest: accountDigest ?? null, amountMinor };
  }),
});

/** What accounting is told when the money has not come in time. */
export const remindAccounting = ({ orderNumber }: OrderToInvoice): Notice => ({
  code: 'payment-overdue',
  detail: `The payment of order ${orderNumber} has not been matched with a bank line in time.`,
});

/** A refusal of form is corrected by a person and goes out again; any other follows the channel's policy. */
export const refusalPolicy = (sale: OrderToInvoice, refusal: Refusal): RefusalPolicy =>
  'correctable' in refusal && refusal.correctable === true ? 'needs_attention' : channelPolicies[sale.channel].refusal;
