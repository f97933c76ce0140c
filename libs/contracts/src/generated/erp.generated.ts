// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.
import { recordType, type RecordType } from '../record-type.js';
import type { IssuedInvoice } from './invoicing.generated.js';
import type { Mode, Order, Payment } from './sales.generated.js';
import {
  cancelSalesOrderSchema,
  invoicePostedSchema,
  paymentPostedSchema,
  postInvoiceSchema,
  postPaymentSchema,
  postSalesOrderSchema,
  salesOrderCancelledSchema,
  salesOrderPostedSchema,
  salesOrderRejectedSchema,
} from './erp-schemas.generated.js';

/** One payment as it stands in the ERP, within a document of payments. */
export interface BookedPayment {
  /**
   * The number that it was booked under, as PostPayment gave it: of a bank line the statement's reference. Null: it has
   * none. Personal.
   */
  readonly reference: string | null;
  /** What was booked, in minor units of the order's currency. */
  readonly amountMinor: number;
}

/** Cancels the sales order in the ERP; the undo of PostSalesOrder. */
export interface CancelSalesOrder {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names this command. The same id in a new message asks for the outcome of the same act; it never acts twice. */
  readonly commandId: string;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** Code of the company that sold. */
  readonly company: string;
  /** Whether the order is real business or a test. */
  readonly mode: Mode;
  /** Number of the sales order to cancel, in the ERP. */
  readonly erpNumber: string;
  /** Why it is cancelled. Personal. */
  readonly reason: string;
}
export const CancelSalesOrder: RecordType<CancelSalesOrder> = recordType({
  fullName: 'kervan.erp.CancelSalesOrder',
  kind: 'command',
  topics: ['erp.document.commands.v1'],
  schema: cancelSalesOrderSchema,
});

/** The invoice is booked in the ERP. */
export interface InvoicePosted {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** The document's number in the ERP. */
  readonly erpNumber: string;
}
export const InvoicePosted: RecordType<InvoicePosted> = recordType({
  fullName: 'kervan.erp.InvoicePosted',
  kind: 'reply',
  topics: ['erp.document.replies.v1'],
  schema: invoicePostedSchema,
});

/** The payments are booked in the ERP. */
export interface PaymentPosted {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** The document's number in the ERP. */
  readonly erpNumber: string;
  /**
   * The payments that the document holds, in its order: those of the PostPayment that was carried out first under this
   * id, whatever one that came later under it holds. Null: what it holds is not known payment by payment, since a
   * person has stated its number, or a release told it that does not say.
   */
  readonly bookedPayments: readonly BookedPayment[] | null;
}
export const PaymentPosted: RecordType<PaymentPosted> = recordType({
  fullName: 'kervan.erp.PaymentPosted',
  kind: 'reply',
  topics: ['erp.document.replies.v1'],
  schema: paymentPostedSchema,
});

/** Books the issued invoice in the ERP. */
export interface PostInvoice {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names this command. The same id in a new message asks for the outcome of the same act; it never acts twice. */
  readonly commandId: string;
  /** Code of the company that sold. */
  readonly company: string;
  /** Whether the order is real business or a test. */
  readonly mode: Mode;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** Number of the sales order in the ERP. */
  readonly erpOrderNumber: string;
  /** The invoice to book. */
  readonly invoice: IssuedInvoice;
}
export const PostInvoice: RecordType<PostInvoice> = recordType({
  fullName: 'kervan.erp.PostInvoice',
  kind: 'command',
  topics: ['erp.document.commands.v1'],
  schema: postInvoiceSchema,
});

/** Books payments of the order in the ERP. */
export interface PostPayment {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names this command. The same id in a new message asks for the outcome of the same act; it never acts twice. */
  readonly commandId: string;
  /** Code of the company that sold. */
  readonly company: string;
  /** Whether the order is real business or a test. */
  readonly mode: Mode;
  /** The order's readable natural key, for people and documents. */
  readonly orderNumber: string;
  /** Number of the sales order in the ERP. */
  readonly erpOrderNumber: string;
  /** The invoice that is paid; null where the receipt is the document. */
  readonly invoiceNumber: string | null;
  /** ISO 4217 code of every amount in this record, three letters. */
  readonly currency: string;
  /** The payments to book; at least one. */
  readonly payments: readonly Payment[];
}
export const PostPayment: RecordType<PostPayment> = recordType({
  fullName: 'kervan.erp.PostPayment',
  kind: 'command',
  topics: ['erp.document.commands.v1'],
  schema: postPaymentSchema,
});

/**
 * Posts the order to the ERP as a sales order. Repeating it never makes a second one: the ERP keeps the reference
 * unique.
 */
export interface PostSalesOrder {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** Names this command. The same id in a new message asks for the outcome of the same act; it never acts twice. */
  readonly commandId: string;
  /** The order to post. */
  readonly order: Order;
}
export const PostSalesOrder: RecordType<PostSalesOrder> = recordType({
  fullName: 'kervan.erp.PostSalesOrder',
  kind: 'command',
  topics: ['erp.document.commands.v1'],
  schema: postSalesOrderSchema,
});

/** The sales order is cancelled in the ERP. */
export interface SalesOrderCancelled {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** The document's number in the ERP. */
  readonly erpNumber: string;
}
export const SalesOrderCancelled: RecordType<SalesOrderCancelled> = recordType({
  fullName: 'kervan.erp.SalesOrderCancelled',
  kind: 'reply',
  topics: ['erp.document.replies.v1'],
  schema: salesOrderCancelledSchema,
});

/** The sales order stands in the ERP. */
export interface SalesOrderPosted {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** The document's number in the ERP. */
  readonly erpNumber: string;
}
export const SalesOrderPosted: RecordType<SalesOrderPosted> = recordType({
  fullName: 'kervan.erp.SalesOrderPosted',
  kind: 'reply',
  topics: ['erp.document.replies.v1'],
  schema: salesOrderPostedSchema,
});

/** The ERP refuses the sales order; nothing was created. */
export interface SalesOrderRejected {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** The ERP's code of the refusal. */
  readonly code: string;
  /** The refusal in words, without personal data. */
  readonly detail: string;
}
export const SalesOrderRejected: RecordType<SalesOrderRejected> = recordType({
  fullName: 'kervan.erp.SalesOrderRejected',
  kind: 'reply',
  topics: ['erp.document.replies.v1'],
  schema: salesOrderRejectedSchema,
});
