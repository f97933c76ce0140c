import type { HttpRequest } from '@kervan/outbound';
import type { Cancellation } from '../../cancel-sales-order/cancellation.js';
import { cancellationOutcome } from '../../cancel-sales-order/cancellation-outcome.js';
import type { InvoiceEntry } from '../../post-invoice/invoice-entry.js';
import { invoiceOutcome } from '../../post-invoice/invoice-outcome.js';
import type { PaymentEntry } from '../../post-payment/payment-entry.js';
import { paymentOutcome } from '../../post-payment/payment-outcome.js';
import type { SalesOrder } from '../../post-sales-order/sales-order.js';
import { salesOrderOutcome } from '../../post-sales-order/sales-order-outcome.js';
import type { Posting } from './rest-erp.call.js';

const post = (path: string, json: unknown): HttpRequest => ({ method: 'POST', path, body: { json } });

export const salesOrderPosting: Posting<SalesOrder> = {
  type: 'post-sales-order',
  request: (order) => post('/v1/sales-orders', order),
  expected: ({ reference, orderNumber, totals, currency }) => ({ type: 'sales-order', reference, orderNumber, gross: totals.gross, currency }),
  outcome: salesOrderOutcome,
  personal: ['customer.name', 'customer.taxId'],
};

export const cancellationPosting: Posting<Cancellation> = {
  type: 'cancel-sales-order',
  request: ({ erpOrderNumber, reference, company, mode, orderNumber, reason }) => ({
    ...post(`/v1/sales-orders/${encodeURIComponent(erpOrderNumber)}/cancellation`, {
      reference,
      ...(orderNumber !== undefined && { company, mode, orderNumber }),
      reason,
    }),
    template: '/v1/sales-orders/{number}/cancellation',
  }),
  expected: ({ reference, orderNumber }) => ({ type: 'cancellation', reference, ...(orderNumber !== undefined && { orderNumber }) }),
  outcome: cancellationOutcome,
  personal: ['reason'],
};

export const invoicePosting: Posting<InvoiceEntry> = {
  type: 'post-invoice',
  request: (invoice) => post('/v1/invoices', invoice),
  expected: ({ reference, orderNumber, totals, currency }) => ({ type: 'invoice', reference, orderNumber, gross: totals.gross, currency }),
  outcome: invoiceOutcome,
};

export const paymentPosting: Posting<PaymentEntry> = {
  type: 'post-payment',
  request: (payment) => post('/v1/payments', payment),
  expected: ({ reference, orderNumber, total, currency }) => ({ type: 'payment', reference, orderNumber, gross: total, currency }),
  outcome: paymentOutcome,
};
