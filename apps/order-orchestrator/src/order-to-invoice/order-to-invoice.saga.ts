import {
  InvoiceAccepted,
  InvoiceIssued,
  InvoicePosted,
  InvoiceRefused,
  InvoiceTransmissionRefused,
  InvoiceVoided,
  OrderCancelled,
  OrderCompleted,
  OrderNeedsAttention,
  OrderPlaced,
  OrderReversed,
  OrderTaken,
  PaymentMatched,
  PaymentPosted,
  SalesOrderCancelled,
  SalesOrderPosted,
  SalesOrderRejected,
} from '@kervan/contracts';
import { days, defineSaga, hours, minutes } from '@kervan/saga';
import {
  cancelSalesOrder,
  issueInvoice,
  postCapturedPayments,
  postInvoice,
  postSalesOrder,
  postSettledPayments,
  transmitInvoice,
  voidInvoice,
} from './commands.js';
import {
  bankLine,
  erpInvoice,
  erpOrder,
  erpPayment,
  invoiceDue,
  issuedInvoice,
  OrderToInvoice,
  paidInFull,
  paymentCaptured,
  paymentDue,
  refusalPolicy,
  remindAccounting,
} from './order-to-invoice.js';

/**
 * From an order to its paid invoice: posted to the ERP, invoiced where an invoice is due, booked, and paid.
 *
 * Read down for the happy path and up the undo column for compensation. The pivot is the tax authority's acceptance:
 * before it the order can be taken back, after it nothing is undone and a person decides. A receipt sale takes only
 * `post-order` and the payments.
 */
export const orderToInvoice = defineSaga<OrderToInvoice>('order-to-invoice')
  .startsOn(OrderPlaced, OrderToInvoice.open)
  .answersWith(OrderTaken)
  .compensatable('post-order', {
    do: postSalesOrder, ok: SalesOrderPosted, keep: erpOrder, refused: SalesOrderRejected,
    undo: cancelSalesOrder, undone: SalesOrderCancelled, within: minutes(10),
  })
  .compensatable('issue-invoice', {
    when: invoiceDue, do: issueInvoice, ok: InvoiceIssued, keep: issuedInvoice, refused: InvoiceRefused,
    undo: voidInvoice, undone: InvoiceVoided, within: minutes(10),
  })
  .pivot('transmit', {
    when: invoiceDue, do: transmitInvoice, ok: InvoiceAccepted, refused: InvoiceTransmissionRefused,
    amendedFrom: 'issue-invoice', within: hours(24),
  })
  .retriable('book-invoice', {
    when: invoiceDue, do: postInvoice, ok: InvoicePosted, keep: erpInvoice, within: hours(24),
  })
  .retriable('post-payment', {
    when: paymentCaptured, do: postCapturedPayments, ok: PaymentPosted, keep: erpPayment, within: hours(24),
  })
  .retriable('settle', {
    when: paymentDue, await: PaymentMatched, keep: bankLine, until: paidInFull,
    late: remindAccounting, within: days(45),
  })
  .retriable('post-settlement', {
    when: paymentDue, do: postSettledPayments, ok: PaymentPosted, keep: erpPayment, within: hours(24),
  })
  .whenRefused(refusalPolicy)
  .cancelledBy(OrderCancelled)
  .ends({ completed: OrderCompleted, compensated: OrderReversed, needsAttention: OrderNeedsAttention });
