import { describe, expect, it } from 'vitest';
import { type Cancellation, cancellationOf } from '../../cancel-sales-order/cancellation.js';
import { cancelSalesOrder, postInvoice, postPayment, postSalesOrder } from '../../fixtures/commands.js';
import type { ErpOutcome } from '../../ports/erp-outcome.js';
import { invoiceEntryOf } from '../../post-invoice/invoice-entry.js';
import { paymentEntryOf } from '../../post-payment/payment-entry.js';
import { salesOrderOf } from '../../post-sales-order/sales-order.js';
import { readPosted } from './erp-answer.js';
import { cancellationPosting, invoicePosting, paymentPosting, salesOrderPosting } from './postings.js';

const { orderId, commandId, company, mode, orderNumber } = cancelSalesOrder;

it.each([
  ['a sales order', salesOrderPosting.expected(salesOrderOf(postSalesOrder)), { gross: '179.73', currency: 'TRY', orderNumber }],
  ['an invoice', invoicePosting.expected(invoiceEntryOf(postInvoice)), { gross: '179.73', currency: 'TRY', orderNumber }],
  ['a payment', paymentPosting.expected(paymentEntryOf(postPayment)), { gross: '179.73', currency: 'TRY', orderNumber }],
  ['a cancellation', cancellationPosting.expected(cancellationOf(cancelSalesOrder)), { orderNumber }],
])('%s is compared by its order, and by its amount and currency, where it has them', (_, { type: _type, reference: _reference, ...compared }, by) => {
  expect(compared).toEqual(by);
});

describe('a cancellation', () => {
  const document = cancellationOf(cancelSalesOrder);
  const { company: _company, orderNumber: _orderNumber, ...ofTheReleaseBefore } = document;
  const reference = `live:AM01:${orderId}:cancellation`;
  const body = (cancellation: Cancellation): unknown => cancellationPosting.request(cancellation).body;

  it('names the order that it is of, beside the number that the ERP gave it', () => {
    expect(cancellationPosting.request(document)).toMatchObject({ path: '/v1/sales-orders/SO-0000001/cancellation' });
    expect(body(document)).toEqual({ json: { reference, company, mode, orderNumber, reason: 'wrong till' } });
  });

  it('that the release before has stored goes out again as it did, and is compared by its reference alone', () => {
    expect(JSON.stringify(body(ofTheReleaseBefore))).toBe(JSON.stringify({ json: { reference, reason: 'wrong till' } }));
    expect(cancellationPosting.expected(ofTheReleaseBefore)).toEqual({ type: 'cancellation', reference });
  });

  it('of another order than its number is of comes to a person, by the code of the refusal', () => {
    const json = { code: 'order-mismatch', detail: 'SO-0000001 is the sales order of 012-3-147-9999.' };
    const answer = readPosted({ status: 422, json, headers: {}, text: '' }, cancellationPosting.expected(document), document);
    const reply = cancellationPosting.outcome({ orderId, commandId, document }, answer as ErpOutcome);
    expect(reply.type.fullName).toBe('kervan.messaging.CommandDead');
    expect(reply.data).toEqual({ orderId, commandId, code: 'order-mismatch', detail: 'The ERP refuses it and names SO-0000001.' });
  });
});
