import { OrderCompleted, OrderNeedsAttention, OrderReversed, PostSalesOrder } from '@kervan/contracts';
import { amended, commandWithdrawn, deadlineReached, given } from '@kervan/saga/testing';
import { describe, it } from 'vitest';
import {
  cancelSalesOrder,
  issueInvoice,
  postCapturedPayments,
  postInvoice,
  postSalesOrder,
  transmitInvoice,
} from './commands.js';
import {
  due,
  invoiceAccepted,
  invoiceIssued,
  invoicePosted,
  orderCancelled,
  orderPlaced,
  paymentMatched,
  paymentPosted,
  salesOrderCancelled,
  salesOrderPosted,
  salesOrderRejected,
  settlementPosted,
} from './fixtures/web-order.js';
import { inCash, receiptSale, settling, transmitting } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

describe('a receipt sale', () => {
  it('takes only the ERP order and the payment', () => {
    given(orderToInvoice).when(receiptSale).thenSends(postSalesOrder).andIs('running', 'forward');
    given(orderToInvoice).after(receiptSale).when(salesOrderPosted).thenSends(postCapturedPayments);
    given(orderToInvoice)
      .after(receiptSale, salesOrderPosted)
      .when(paymentPosted)
      .thenSendsNothing()
      .thenPublishes(OrderCompleted, {
        orderNumber: 'W-1001',
        documents: [
          { type: 'erp_sales_order', number: 'SO-1', issuedOn: null },
          { type: 'erp_payment', number: 'PAY-1', issuedOn: null },
        ],
      })
      .andIs('completed', 'forward');
  });

  it('that the ERP refuses is never undone: a person decides', () => {
    given(orderToInvoice)
      .after(receiptSale)
      .when(salesOrderRejected)
      .thenSendsNothing()
      .thenPublishes(OrderNeedsAttention, { step: 'post-order', code: 'article-blocked' })
      .andIs('needs_attention', 'forward');
    given(orderToInvoice)
      .after(receiptSale, salesOrderRejected)
      .when(amended({ source: 'till 7' }))
      .thenSends(postSalesOrder)
      .andStandsAt('post-order', 2);
  });

  it('is undone by the till’s own cancellation while it is being posted, and not after', () => {
    given(orderToInvoice).after(receiptSale, orderCancelled).when(salesOrderPosted).thenSends(cancelSalesOrder);
    given(orderToInvoice)
      .after(receiptSale, orderCancelled, salesOrderPosted)
      .when(salesOrderCancelled)
      .thenPublishes(OrderReversed, { reason: 'the customer changed their mind' })
      .andIs('compensated', 'backward');
    given(orderToInvoice)
      .after(receiptSale, salesOrderPosted, paymentPosted)
      .when(orderCancelled)
      .thenSendsNothing()
      .thenPublishes(OrderNeedsAttention, { code: 'cancelled-after-pivot' });
  });
});

describe('an invoiced order', () => {
  it('is posted, invoiced, transmitted and booked, and what was captured is posted at once', () => {
    given(orderToInvoice).after(orderPlaced()).when(salesOrderPosted).thenSends(issueInvoice);
    given(orderToInvoice).after(orderPlaced(), salesOrderPosted).when(invoiceIssued).thenSends(transmitInvoice);
    given(orderToInvoice)
      .after(...transmitting)
      .when(invoiceAccepted)
      .thenSends(postInvoice);
    given(orderToInvoice)
      .after(...transmitting, invoiceAccepted)
      .when(invoicePosted)
      .thenSends(postCapturedPayments);
  });

  it('completes with every document that was made', () => {
    given(orderToInvoice)
      .after(...settling, paymentMatched(10_000))
      .when(settlementPosted)
      .thenPublishes(OrderCompleted, {
        documents: [
          { type: 'erp_sales_order', number: 'SO-1', issuedOn: null },
          { type: 'invoice', number: 'KRV2026000000001', issuedOn: '2026-11-21' },
          { type: 'erp_invoice', number: 'INV-1', issuedOn: null },
          { type: 'erp_payment', number: 'PAY-1', issuedOn: null },
          { type: 'erp_payment', number: 'PAY-2', issuedOn: null },
        ],
      });
  });

  it('reminds accounting when the money does not come, and is completed when nothing was due', () => {
    given(orderToInvoice)
      .after(...settling)
      .when(deadlineReached)
      .thenPublishes(OrderNeedsAttention, { code: 'payment-overdue' });
    const paidAtOnce = orderPlaced({ payments: [inCash] });
    const booked = [paidAtOnce, salesOrderPosted, invoiceIssued, invoiceAccepted, invoicePosted];
    given(orderToInvoice)
      .after(...booked)
      .when(paymentPosted)
      .andIs('completed', 'forward');
    const onAccount = orderPlaced({ payments: [{ ...due, amountMinor: 12_000 }] });
    given(orderToInvoice)
      .after(onAccount, salesOrderPosted, invoiceIssued, invoiceAccepted)
      .when(invoicePosted)
      .thenSendsNothing()
      .andIs('waiting', 'forward');
  });
});

describe('an order given up while its outcome is unknown', () => {
  const silent = [orderPlaced(), deadlineReached, deadlineReached];

  it('has its command withdrawn, and ends by the answer', () => {
    given(orderToInvoice)
      .after(...silent)
      .when(orderCancelled)
      .thenWithdraws(PostSalesOrder);
    given(orderToInvoice)
      .after(...silent, orderCancelled)
      .when(commandWithdrawn)
      .thenPublishes(OrderReversed)
      .andIs('compensated', 'backward');
    given(orderToInvoice)
      .after(...silent, orderCancelled)
      .when(salesOrderPosted)
      .thenSends(cancelSalesOrder);
  });
});
