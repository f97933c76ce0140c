import { expect, it } from 'vitest';
import { cancellationOf } from '../../cancel-sales-order/cancellation.js';
import { cancelSalesOrder, postInvoice, postPayment, postSalesOrder } from '../../fixtures/commands.js';
import { invoiceEntryOf } from '../../post-invoice/invoice-entry.js';
import { paymentEntryOf } from '../../post-payment/payment-entry.js';
import { salesOrderOf } from '../../post-sales-order/sales-order.js';
import { cancellationPosting, invoicePosting, paymentPosting, salesOrderPosting } from './postings.js';

it.each([
  ['a sales order', salesOrderPosting.expected(salesOrderOf(postSalesOrder)), { gross: '179.73', currency: 'TRY' }],
  ['an invoice', invoicePosting.expected(invoiceEntryOf(postInvoice)), { gross: '179.73', currency: 'TRY' }],
  ['a payment', paymentPosting.expected(paymentEntryOf(postPayment)), { gross: '179.73', currency: 'TRY' }],
  ['a cancellation', cancellationPosting.expected(cancellationOf(cancelSalesOrder)), {}],
])('%s is compared by its amount and currency, where it has them', (_, { type: _type, reference: _reference, ...compared }, by) => {
  expect(compared).toEqual(by);
});

it('a cancellation goes out as its reference and reason, to the order of its number', () => {
  expect(cancellationPosting.request(cancellationOf(cancelSalesOrder))).toMatchObject({
    path: '/v1/sales-orders/SO-0000001/cancellation',
    body: { json: { reference: `live:AM01:${cancelSalesOrder.orderId}:cancellation`, reason: 'wrong till' } },
  });
});
