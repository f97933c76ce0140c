import { describe, expect, it } from 'vitest';
import {
  Channel,
  FiscalDocument,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  OrderTaken,
  PostSalesOrder,
} from '@kervan/contracts';
import { amended, commandDead, commandWithdrawn, deadlineReached, given, type Happening, play, retried } from '@kervan/saga/testing';
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
  acceptedAsPaid,
  captured,
  due,
  invoiceAccepted,
  invoiceIssued,
  invoicePosted,
  invoiceRefused,
  invoiceVoided,
  orderCancelled,
  orderPlaced,
  paymentMatched,
  paymentPosted,
  salesOrderCancelled,
  salesOrderPosted,
  salesOrderRejected,
  settlementPosted,
  transmissionRefused,
  webOrder,
} from './fixtures/web-order.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

const inCash = { ...captured, method: 'cash', amountMinor: 12_000 };
const receiptSale = orderPlaced({
  channel: Channel.till,
  fiscalDocument: FiscalDocument.receipt,
  payments: [inCash],
});
const invoicedTillSale = orderPlaced({ channel: Channel.till, payments: [inCash] });
const transmitting = [orderPlaced(), salesOrderPosted, invoiceIssued];
const settling = [...transmitting, invoiceAccepted, invoicePosted, paymentPosted];

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

  it('then waits until the bank has seen all that was due, and counts each bank line once', () => {
    given(orderToInvoice)
      .after(...settling)
      .when(paymentMatched(4_000))
      .thenSendsNothing()
      .andIs('waiting', 'forward');
    const inPart = given(orderToInvoice).after(...settling, paymentMatched(4_000));
    inPart.when(paymentMatched(6_000, 'S-1')).thenSendsNothing().andIs('waiting', 'forward');
    inPart
      .when(paymentMatched(6_000, 'S-2', 'EUR'))
      .thenSendsNothing()
      .andIs('waiting', 'forward');
    inPart.when(paymentMatched(6_000, 'S-2')).thenSends(postSettledPayments).andIs('running', 'forward');
  });

  it.each([paymentMatched(10_000), acceptedAsPaid(9_900)])('uses a payment that was matched before it was waited for', (matched) => {
    given(orderToInvoice)
      .after(...transmitting, matched, invoiceAccepted, invoicePosted)
      .when(paymentPosted)
      .thenSends(postSettledPayments);
  });

  describe('of whose payment a person has accepted the difference', () => {
    it.each([
      ['less than was due', settling, acceptedAsPaid(9_900)],
      ['more than was due', settling, acceptedAsPaid(10_100)],
      ['a second part that leaves some open', [...settling, paymentMatched(4_000)], acceptedAsPaid(5_900, 'S-2')],
      ['less, after accounting was reminded', [...settling, deadlineReached], acceptedAsPaid(9_900)],
    ])('is paid by %s', (_what, before, matched) => {
      given(orderToInvoice)
        .after(...before)
        .when(matched)
        .thenSends(postSettledPayments)
        .andIs('running', 'forward');
    });

    it('has all that came posted, and nothing else', () => {
      const settled = [...settling, paymentMatched(4_000), acceptedAsPaid(5_900, 'S-2')];
      const [command] = play(orderToInvoice, settled).at(-1)!.send;
      const came = [{ amountMinor: 4_000, reference: 'S-1' }, { amountMinor: 5_900, reference: 'S-2' }];
      expect(command?.message.data).toMatchObject({ payments: came });
    });

    it('is paid by what was too little when it was matched, once the person says so, and that is posted once', () => {
      const accepted = [...settling, paymentMatched(4_000), acceptedAsPaid(4_000)];
      given(orderToInvoice).after(...settling, paymentMatched(4_000), paymentMatched(4_000)).when(acceptedAsPaid(4_000)).thenSends(postSettledPayments);
      const [command] = play(orderToInvoice, accepted).at(-1)!.send;
      expect(command?.message.data).toMatchObject({ payments: [{ amountMinor: 4_000, reference: 'S-1' }] });
      const early = [...transmitting, paymentMatched(4_000), acceptedAsPaid(4_000), invoiceAccepted, invoicePosted];
      given(orderToInvoice).after(...early).when(paymentPosted).thenSends(postSettledPayments);
    });

    describe('before it was amended to more', () => {
      const inFull = amended({ payments: [{ ...due, amountMinor: 12_000 }] });
      const accepted = acceptedAsPaid(9_900);
      const amendedSince = (line: Happening) => [...transmitting, line, invoiceAccepted, commandDead, inFull, commandWithdrawn];
      const booked = [...amendedSince(accepted), invoicePosted];

      it('is not paid by it: the rest is waited for', () => {
        given(orderToInvoice).after(...amendedSince(accepted)).when(invoicePosted).thenSendsNothing().andIs('waiting', 'forward');
        const still = given(orderToInvoice).after(...booked);
        still.when(accepted).thenSendsNothing().andIs('waiting', 'forward');
        still.when(paymentMatched(9_900)).thenSendsNothing().andIs('waiting', 'forward');
        still.when(paymentMatched(2_100, 'S-2')).thenSends(postSettledPayments);
      });

      it('is paid once the person accepts what is due now, told before it is waited for or after, and that is posted once', () => {
        const again = acceptedAsPaid(9_900, 'S-1', 'TRY', 12_000);
        given(orderToInvoice).after(...booked).when(again).thenSends(postSettledPayments);
        given(orderToInvoice).after(...amendedSince(accepted), again).when(invoicePosted).thenSends(postSettledPayments);
        const [command] = play(orderToInvoice, [...booked, again]).at(-1)!.send;
        expect(command?.message.data).toMatchObject({ payments: [{ amountMinor: 9_900, reference: 'S-1' }] });
      });

      it('is paid by what a release has told that does not say how much was due', () => {
        const told = acceptedAsPaid(9_900, 'S-1', 'TRY', null);
        given(orderToInvoice).after(...amendedSince(told)).when(invoicePosted).thenSends(postSettledPayments);
      });
    });

    it('is not paid by money of another currency', () => {
      given(orderToInvoice)
        .after(...settling)
        .when(acceptedAsPaid(9_900, 'S-1', 'EUR'))
        .thenSendsNothing()
        .andIs('waiting', 'forward');
    });
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

describe('the channel’s policy', () => {
  it('takes a web order back when its invoice is refused, the last step first', () => {
    given(orderToInvoice)
      .after(orderPlaced(), salesOrderPosted)
      .when(invoiceRefused)
      .thenSends(cancelSalesOrder)
      .andIs('running', 'backward');
    given(orderToInvoice)
      .after(...transmitting)
      .when(transmissionRefused(false))
      .thenSends(voidInvoice);
    given(orderToInvoice)
      .after(...transmitting, transmissionRefused(false))
      .when(invoiceVoided)
      .thenSends(cancelSalesOrder);
  });

  it.each([Channel.edi, Channel.marketplace, Channel.api])('takes an order of %s back', (channel) => {
    given(orderToInvoice)
      .after(orderPlaced({ channel }), salesOrderPosted)
      .when(invoiceRefused)
      .thenSends(cancelSalesOrder);
  });

  it('never undoes a till sale for a refusal', () => {
    given(orderToInvoice)
      .after(invoicedTillSale, salesOrderPosted)
      .when(invoiceRefused)
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(orderToInvoice)
      .after(invoicedTillSale, salesOrderPosted, invoiceIssued)
      .when(transmissionRefused(false))
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
  });

  it('has a refusal of form corrected and sent again under the same number', () => {
    given(orderToInvoice)
      .after(...transmitting)
      .when(transmissionRefused(true))
      .thenSendsNothing()
      .andIs('needs_attention', 'forward');
    given(orderToInvoice)
      .after(...transmitting, transmissionRefused(true))
      .when(retried)
      .thenSends(transmitInvoice)
      .andStandsAt('transmit', 2);
  });

  describe('refused for its form and amended', () => {
    const refused = [...transmitting, transmissionRefused(true)];
    const amendment = amended({ source: 'corrected' });

    it('is issued again from the amended order, and then transmitted again', () => {
      given(orderToInvoice)
        .after(...refused)
        .when(amendment)
        .thenSends(issueInvoice)
        .andStandsAt('issue-invoice', 2);
      given(orderToInvoice)
        .after(...refused, amendment)
        .when(invoiceIssued)
        .thenSends(transmitInvoice)
        .andStandsAt('transmit', 2);
    });

    it('is not transmitted as it was when the amended order cannot be issued', () => {
      given(orderToInvoice)
        .after(invoicedTillSale, salesOrderPosted, invoiceIssued, transmissionRefused(true), amendment)
        .when(invoiceRefused)
        .thenSendsNothing()
        .andIs('needs_attention', 'forward');
    });

    it('still has a number to void when it is taken back', () => {
      given(orderToInvoice)
        .after(invoicedTillSale, salesOrderPosted, invoiceIssued, transmissionRefused(true), amendment, invoiceRefused)
        .when(orderCancelled)
        .thenSends(voidInvoice)
        .andIs('running', 'backward');
    });
  });
});

describe('an order that the ERP holds', () => {
  const refused = [invoicedTillSale, salesOrderPosted, invoiceRefused];
  const [line] = webOrder.lines;
  const reduced = { reason: 'loyalty', amountMinor: 100, tax: null };

  it.each<[string, object]>([
    ['/businessDate', { businessDate: '2026-11-20' }],
    ['/currency', { currency: 'EUR' }],
    ['/pricesIncludeTax', { pricesIncludeTax: false }],
    ['/lines', { lines: [line, line] }],
    ['/lines/0/articleId', { lines: [{ ...line, articleId: 'A-2' }] }],
    ['/lines/0/quantity', { lines: [{ ...line, quantity: '2' }] }],
    ['/lines/0/unitPrice', { lines: [{ ...line, unitPrice: '60.00' }] }],
    ['/lines/0/amountMinor', { lines: [{ ...line, amountMinor: 11_900 }] }],
    ['/lines/0/tax/ratePercent', { lines: [{ ...line, tax: { ...line!.tax, ratePercent: '10' } }] }],
    ['/discounts', { discounts: [reduced] }],
    ['/charges', { charges: [reduced] }],
    ['/taxes/0/taxMinor', { taxes: [{ ...webOrder.taxes[0], taxMinor: 1_999 }] }],
    ['/totals/grossMinor', { totals: { grossMinor: 11_999 } }],
  ])('is not amended at %s: its invoice would tell otherwise', (pointer, patch) => {
    given(orderToInvoice)
      .after(...refused)
      .when(amended(patch))
      .thenSendsNothing()
      .thenPublishesNothing()
      .andIs('needs_attention', 'forward')
      .andRecords('ignored', `the amendment does not fit: ${pointer} fixed`);
  });

  describe('and its invoice', () => {
    const booking = [...transmitting, invoiceAccepted];
    const parted = amended({ payments: [{ ...captured, amountMinor: 5_000 }, { ...due, amountMinor: 7_000 }] });

    it('is amended in how it is paid until a payment is posted', () => {
      given(orderToInvoice)
        .after(...booking, commandDead)
        .when(parted)
        .thenPublishes(OrderTaken)
        .andRecords('amended');
    });

    it.each([
      ['a payment may be posted', [...booking, invoicePosted, commandDead]],
      ['the rest has come', [...settling, paymentMatched(10_000), commandDead]],
    ])('is not amended in how much is paid, and how much is due, once %s', (_what, before) => {
      given(orderToInvoice)
        .after(...before)
        .when(parted)
        .thenSendsNothing()
        .thenPublishesNothing()
        .andRecords('ignored', 'the amendment does not fit: /payments fixed');
    });
  });

  it('is amended in what the invoice alone tells: its buyer, and why a tax is as it is', () => {
    const tax = { ...line!.tax, exemptionReason: 'printed books', exemptionCode: '335' };
    const buyer = { name: 'Ayşe Yılmaz', taxId: '10000000146', taxIdScheme: 'TCKN' };
    for (const patch of [{ buyer }, { lines: [{ ...line, tax }], taxes: [{ ...webOrder.taxes[0], tax }] }]) {
      given(orderToInvoice).after(...refused).when(amended(patch)).thenSends(issueInvoice);
    }
  });
});

describe('what is to be paid', () => {
  const refused = [invoicedTillSale, salesOrderRejected];
  const { company, mode, currency, orderNumber, version, placedAt } = webOrder;
  const references = [{ type: 'buyer_order', value: 'PO-7', issuedOn: null }];
  const told = { company, mode, currency, orderNumber, version, placedAt };

  it('is told when the order is taken, with the numbers by which payers may name it', () => {
    given(orderToInvoice)
      .when(orderPlaced({ references }))
      .thenPublishes(OrderTaken, { receivable: { ...told, dueMinor: 10_000, references } });
  });

  it('is told as nothing, and without numbers, where everything is paid', () => {
    given(orderToInvoice)
      .when(orderPlaced({ references, payments: [inCash] }))
      .thenPublishes(OrderTaken, { receivable: { ...told, dueMinor: 0, references: [] } });
  });

  it('is told anew when the order is amended, and from then on', () => {
    const inPart = amended({ payments: [{ ...captured, amountMinor: 5_000 }, { ...due, amountMinor: 7_000 }] });
    const now = { receivable: { ...told, dueMinor: 7_000, references: [] } };
    given(orderToInvoice).after(...refused).when(inPart).thenSends(postSalesOrder).thenPublishes(OrderTaken, now);
    given(orderToInvoice).after(...refused, inPart).when(invoicedTillSale).thenPublishes(OrderTaken, now);
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
