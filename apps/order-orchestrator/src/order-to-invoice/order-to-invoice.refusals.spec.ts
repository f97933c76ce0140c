import { Channel } from '@kervan/contracts';
import { amended, given, retried } from '@kervan/saga/testing';
import { describe, it } from 'vitest';
import { cancelSalesOrder, issueInvoice, transmitInvoice, voidInvoice } from './commands.js';
import {
  invoiceIssued,
  invoiceRefused,
  invoiceVoided,
  orderCancelled,
  orderPlaced,
  salesOrderPosted,
  transmissionRefused,
} from './fixtures/web-order.js';
import { invoicedTillSale, transmitting } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

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
