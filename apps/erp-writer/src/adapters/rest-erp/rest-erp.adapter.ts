import type { Transaction } from '@kervan/messaging';
import type { CallType, OutboundCalls, Target } from '@kervan/outbound';
import type { Cancellation } from '../../cancel-sales-order/cancellation.js';
import { type ErpAct, ErpPort } from '../../ports/erp.port.js';
import type { InvoiceEntry } from '../../post-invoice/invoice-entry.js';
import type { PaymentEntry } from '../../post-payment/payment-entry.js';
import type { SalesOrder } from '../../post-sales-order/sales-order.js';
import type { Booked } from './erp-answer.js';
import { cancellationPosting, invoicePosting, paymentPosting, salesOrderPosting } from './postings.js';
import { restErpCall } from './rest-erp.call.js';

type Posts<Document> = CallType<ErpAct<Document>, Booked>;

/** The calls to the REST ERP, one type for each kind of document. */
export interface RestErpCalls {
  readonly salesOrder: Posts<SalesOrder>;
  readonly cancellation: Posts<Cancellation>;
  readonly invoice: Posts<InvoiceEntry>;
  readonly payment: Posts<PaymentEntry>;
}

/** Makes the call types of a REST ERP. */
export function restErpCalls(target: Target): RestErpCalls {
  return {
    salesOrder: restErpCall(target, salesOrderPosting),
    cancellation: restErpCall(target, cancellationPosting),
    invoice: restErpCall(target, invoicePosting),
    payment: restErpCall(target, paymentPosting),
  };
}

/** The books of an ERP with a REST API. All calls of one order go one after another. */
export class RestErpAdapter extends ErpPort {
  constructor(
    private readonly outbound: OutboundCalls,
    private readonly calls: RestErpCalls,
  ) {
    super();
  }

  override postSalesOrder(tx: Transaction, act: ErpAct<SalesOrder>): void {
    this.enqueue(tx, this.calls.salesOrder, act);
  }

  override cancelSalesOrder(tx: Transaction, act: ErpAct<Cancellation>): void {
    this.enqueue(tx, this.calls.cancellation, act);
  }

  override postInvoice(tx: Transaction, act: ErpAct<InvoiceEntry>): void {
    this.enqueue(tx, this.calls.invoice, act);
  }

  override postPayment(tx: Transaction, act: ErpAct<PaymentEntry>): void {
    this.enqueue(tx, this.calls.payment, act);
  }

  private enqueue<D extends { readonly reference: string }>(tx: Transaction, type: Posts<D>, act: ErpAct<D>): void {
    const { orderId, commandId, document } = act;
    this.outbound.enqueue(tx, { type, data: act, repeatKey: document.reference, orderKey: orderId, commandId });
  }
}
