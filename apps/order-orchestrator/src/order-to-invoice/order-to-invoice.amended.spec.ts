import { OrderTaken } from '@kervan/contracts';
import { amended, commandDead, given } from '@kervan/saga/testing';
import { describe, it } from 'vitest';
import { issueInvoice, postSalesOrder } from './commands.js';
import {
  captured,
  due,
  invoiceAccepted,
  invoicePosted,
  invoiceRefused,
  orderPlaced,
  paymentMatched,
  salesOrderPosted,
  salesOrderRejected,
  webOrder,
} from './fixtures/web-order.js';
import { inCash, invoicedTillSale, settling, transmitting } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

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
  const { company, mode, currency, orderNumber, version, placedAt, totals } = webOrder;
  const references = [{ type: 'buyer_order', value: 'PO-7', issuedOn: null }];
  const told = { company, mode, currency, grossMinor: totals.grossMinor, orderNumber, version, placedAt };

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

  it('is told as it was where an amendment has no effect, as one that an older state had not seen', () => {
    const inPart = amended({ payments: [{ ...captured, amountMinor: 5_000 }, { ...due, amountMinor: 7_000 }] }, { revision: 9 });
    given(orderToInvoice).after(...refused).when(inPart).thenPublishes(OrderTaken, { receivable: { ...told, dueMinor: 0, references: [] } });
  });
});
