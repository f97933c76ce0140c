import {
  InvoiceAccepted,
  InvoiceIssued,
  InvoicePosted,
  InvoiceRefused,
  InvoiceTransmissionRefused,
  InvoiceVoided,
  OrderAttentionResolved,
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
  heldByPayment,
  heldBySalesOrder,
  heldBySettlement,
  issueInvoice,
  postCapturedPayments,
  postInvoice,
  postSalesOrder,
  postSettledPayments,
  transmitInvoice,
  voidInvoice,
} from './commands.js';
import {
  erpInvoice,
  erpOrder,
  erpPayment,
  invoiceDue,
  issuedInvoice,
  OrderToInvoice,
  paymentCaptured,
  refusalPolicy,
} from './order-to-invoice.js';
import { sumsThatDiffer } from './order-arithmetic.js';
import { receivable } from './receivable.js';
import {
  bankLine,
  erpSettlement,
  paidInFull,
  paymentDue,
  remindAccounting,
  settledElsewhere,
  settledPayments,
  settlementDue,
} from './settlement.js';

/**
 * From an order to its paid invoice: posted to the ERP, invoiced where an invoice is due, booked, and paid.
 *
 * Read down for the happy path and up the undo column for compensation. The pivot is the tax authority's acceptance:
 * before it the order can be taken back, after it nothing is undone and a person decides. A receipt sale takes only
 * `post-order` and the payments. What a person may do in another way, and then has to tell, says `skip`: never the
 * invoice itself, whose number and acceptance only its participant can vouch for; its void, where that says it is accepted.
 */
export const orderToInvoice = defineSaga<OrderToInvoice>('order-to-invoice')
  .startsOn(OrderPlaced, OrderToInvoice.open)
  .answersWith(OrderTaken, receivable)
  .compensatable('post-order', {
    do: postSalesOrder, ok: SalesOrderPosted, keep: erpOrder, fixes: heldBySalesOrder, refused: SalesOrderRejected,
    undo: cancelSalesOrder, undone: SalesOrderCancelled, skip: { facts: 'required' }, skipUndo: true, within: minutes(10),
  })
  .compensatable('issue-invoice', {
    when: invoiceDue, do: issueInvoice, ok: InvoiceIssued, keep: issuedInvoice, refused: InvoiceRefused,
    undo: voidInvoice, undone: InvoiceVoided, skipUndo: (code) => code === 'invoice-accepted', within: minutes(10),
  })
  .pivot('transmit', {
    when: invoiceDue, do: transmitInvoice, ok: InvoiceAccepted, refused: InvoiceTransmissionRefused,
    amendedFrom: 'issue-invoice', within: hours(24),
  })
  .retriable('book-invoice', {
    when: invoiceDue, do: postInvoice, ok: InvoicePosted, keep: erpInvoice, skip: { facts: 'optional' }, within: hours(24),
  })
  .retriable('post-payment', {
    when: paymentCaptured, do: postCapturedPayments, ok: PaymentPosted, keep: erpPayment, fixes: heldByPayment,
    skip: { facts: 'optional' }, within: hours(24),
  })
  .retriable('settle', {
    when: paymentDue, await: PaymentMatched, keep: bankLine, until: paidInFull,
    skip: { facts: 'none', yields: settledElsewhere }, late: remindAccounting, within: days(45),
  })
  .retriable('post-settlement', {
    when: settlementDue, do: postSettledPayments, ok: PaymentPosted, keep: erpSettlement, fixes: heldBySettlement,
    skip: { facts: 'optional' }, within: hours(24),
  })
  .whenRefused(refusalPolicy)
  .amendedOrders(sumsThatDiffer)
  .cancelledBy(OrderCancelled)
  .ends({
    completed: OrderCompleted,
    completedTells: settledPayments,
    compensated: OrderReversed,
    needsAttention: OrderNeedsAttention,
    attentionResolved: OrderAttentionResolved,
  });
