import type { Transaction } from '@kervan/messaging';
import type { Cancellation } from '../cancel-sales-order/cancellation.js';
import type { InvoiceEntry } from '../post-invoice/invoice-entry.js';
import type { PaymentEntry } from '../post-payment/payment-entry.js';
import type { SalesOrder } from '../post-sales-order/sales-order.js';

/** One document for the books, and the command that asks for it. */
export interface ErpAct<Document> {
  readonly orderId: string;
  readonly commandId: string;
  readonly document: Document;
}

/**
 * Writes to the books, whatever ERP keeps them.
 *
 * Each method stores the call with the transaction and returns; it is carried out afterwards, in the order of its sales
 * order's other calls, at most once in effect per reference, and its outcome is the reply to the command.
 */
export abstract class ErpPort {
  abstract postSalesOrder(tx: Transaction, act: ErpAct<SalesOrder>): void;
  abstract cancelSalesOrder(tx: Transaction, act: ErpAct<Cancellation>): void;
  abstract postInvoice(tx: Transaction, act: ErpAct<InvoiceEntry>): void;
  abstract postPayment(tx: Transaction, act: ErpAct<PaymentEntry>): void;
}
