import { describe, expect, it } from 'vitest';
import { cancellationOutcome } from '../cancel-sales-order/cancellation-outcome.js';
import { cancellationOf } from '../cancel-sales-order/cancellation.js';
import { cancelSalesOrder, postInvoice, postPayment, postSalesOrder } from '../fixtures/commands.js';
import { invoiceEntryOf } from '../post-invoice/invoice-entry.js';
import { invoiceOutcome } from '../post-invoice/invoice-outcome.js';
import { paymentEntryOf } from '../post-payment/payment-entry.js';
import { paymentOutcome } from '../post-payment/payment-outcome.js';
import { salesOrderOutcome } from '../post-sales-order/sales-order-outcome.js';
import { salesOrderOf } from '../post-sales-order/sales-order.js';
import type { ErpOutcome } from './erp-outcome.js';

const { orderId, commandId } = postSalesOrder;
const tell = {
  order: (outcome: ErpOutcome) => salesOrderOutcome({ orderId, commandId, document: salesOrderOf(postSalesOrder) }, outcome),
  cancel: (outcome: ErpOutcome) => cancellationOutcome({ orderId, commandId, document: cancellationOf(cancelSalesOrder) }, outcome),
  invoice: (outcome: ErpOutcome) => invoiceOutcome({ orderId, commandId, document: invoiceEntryOf(postInvoice) }, outcome),
  payment: (outcome: ErpOutcome) => paymentOutcome({ orderId, commandId, document: paymentEntryOf(postPayment) }, outcome),
};
const refusal = { kind: 'refused', code: 'article-blocked', detail: 'Article X is blocked.' } as const;

describe('the reply to a command', () => {
  it.each([
    ['order', 'kervan.erp.SalesOrderPosted', 'kervan.erp.SalesOrderRejected'],
    ['cancel', 'kervan.erp.SalesOrderCancelled', 'kervan.messaging.CommandDead'],
    ['invoice', 'kervan.erp.InvoicePosted', 'kervan.messaging.CommandDead'],
    ['payment', 'kervan.erp.PaymentPosted', 'kervan.messaging.CommandDead'],
  ] as const)('%s: done is %s, refused is %s, dead is CommandDead', (act, done, refused) => {
    const posted = tell[act]({ kind: 'done', result: { erpNumber: 'X-1' } });
    const more = act === 'payment' ? { bookedPayments: expect.any(Array) as unknown } : {};
    expect([posted.type.fullName, posted.data]).toEqual([done, { orderId, commandId, erpNumber: 'X-1', ...more }]);
    expect(tell[act](refusal).type.fullName).toBe(refused);
    expect(tell[act](refusal).data).toEqual({ orderId, commandId, code: refusal.code, detail: refusal.detail });
    expect(tell[act]({ ...refusal, kind: 'dead' }).type.fullName).toBe('kervan.messaging.CommandDead');
  });
});
