import { InvoicePosted, OrderCompleted, PaymentPosted } from '@kervan/contracts';
import { amended, commandDead, given, type Happening, happening } from '@kervan/saga/testing';
import { describe, it } from 'vitest';
import { captured, due, invoiceAccepted, invoiceIssued, salesOrderPosted } from './fixtures/web-order.js';
import { invoicedTillSale, receiptSale, transmitting } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

/** What the first command of a step has brought, whether the saga has come to that step or not. */
const first = { attempt: 1 };
const paymentPosted = happening(PaymentPosted, { erpNumber: 'PAY-card', bookedPayments: null }, { ...first, step: 'post-payment' });
const settlementPosted = happening(
  PaymentPosted,
  { erpNumber: 'PAY-transfer', bookedPayments: [{ reference: 'S-1', amountMinor: 12_000 }] },
  { ...first, step: 'post-settlement' },
);
const invoicePosted = happening(InvoicePosted, { erpNumber: 'INV-1' }, { ...first, step: 'book-invoice' });

describe('an order that was set back, and ends before it hears of what was done for an amendment that it has lost', () => {
  const paid = [receiptSale, salesOrderPosted, paymentPosted];
  const documents = [
    { type: 'erp_sales_order', number: 'SO-1', issuedOn: null },
    { type: 'erp_payment', number: 'PAY-card', issuedOn: null },
  ] as const;
  const settlement = { type: 'erp_payment', number: 'PAY-transfer', issuedOn: null } as const;

  it('tells its end again with that: its document, and the payment that it has taken after all', () => {
    given(orderToInvoice).after(...paid.slice(0, -1)).when(paymentPosted).thenPublishes(OrderCompleted, { documents, settledPayments: [] });
    given(orderToInvoice)
      .after(...paid)
      .when(settlementPosted)
      .thenSendsNothing()
      .thenPublishes(OrderCompleted, {
        documents: [...documents, settlement],
        settledPayments: [{ statementReference: 'S-1', accountDigest: null, amountMinor: 12_000 }],
      })
      .andIs('completed', 'forward')
      .andRecords('late-success');
  });

  it('tells its end again once of each, and not where it hears the same again', () => {
    given(orderToInvoice).after(...paid, settlementPosted).when(settlementPosted).thenPublishesNothing();
    given(orderToInvoice)
      .after(...paid, settlementPosted)
      .when(invoicePosted)
      .thenPublishes(OrderCompleted, { documents: [...documents, settlement, { type: 'erp_invoice', number: 'INV-1', issuedOn: null }] });
  });
});

describe('how much of an order that was set back is paid, and how much is due', () => {
  const parted = amended({ payments: [{ ...captured, amountMinor: 5_000 }, { ...due, amountMinor: 7_000 }] });

  it.each<[string, Happening[]]>([
    ['with the sale', [...transmitting, invoiceAccepted, paymentPosted, commandDead]],
    ['at the bank', [...transmitting, invoiceAccepted, settlementPosted, commandDead]],
  ])('is not amended where what was paid %s is known to be posted, though the order has not come to that', (_what, before) => {
    given(orderToInvoice)
      .after(...before)
      .when(parted)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward')
      .andRecords('ignored', 'the amendment does not fit: /payments fixed');
  });

  it('is amended again to what it was posted as, of which the order as it stands knows nothing', () => {
    given(orderToInvoice)
      .after(invoicedTillSale, salesOrderPosted, invoiceIssued, invoiceAccepted, settlementPosted, commandDead)
      .when(amended({ payments: [{ ...due, amountMinor: 12_000 }] }))
      .andRecords('amended');
  });
});
