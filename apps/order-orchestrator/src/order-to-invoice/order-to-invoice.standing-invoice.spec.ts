import { InvoiceAccepted, OrderReversed, VoidInvoice } from '@kervan/contracts';
import {
  commandDead,
  commandDeadFor,
  commandWithdrawn,
  given,
  happening,
  type Happening,
  retried,
  skipped,
} from '@kervan/saga/testing';
import { describe, it } from 'vitest';
import { cancelSalesOrder } from './commands.js';
import { invoiceStands, orderCancelled, salesOrderCancelled, transmissionRefused } from './fixtures/web-order.js';
import { transmitting } from './fixtures/web-order.ways.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

const refusedAtLast = [...transmitting, commandDead, retried, commandWithdrawn, transmissionRefused(false)];
const firstAccepted = happening(
  InvoiceAccepted,
  { invoiceNumber: 'KRV2026000000001', acceptedAt: '2026-11-21T07:16:00.000Z' },
  { step: 'transmit', attempt: 1 },
);
const cancelledInDoubt = [...transmitting, commandDeadFor('ettn-used'), orderCancelled, commandWithdrawn];

describe('an order that is taken back although its invoice turns out to be accepted', () => {
  it.each<[string, Happening[]]>([
    ['after a late success, which a person has taken on', [...refusedAtLast, firstAccepted, retried, invoiceStands]],
    ['cancelled while nobody knew what the integrator had', [...cancelledInDoubt, invoiceStands]],
  ])('is taken back to its end once a person has skipped the void: %s', (_way, before) => {
    given(orderToInvoice)
      .after(...before)
      .when(skipped())
      .thenWithdraws(VoidInvoice);
    given(orderToInvoice)
      .after(...before, skipped())
      .when(commandWithdrawn)
      .thenSends(cancelSalesOrder);
    given(orderToInvoice)
      .after(...before, skipped(), commandWithdrawn)
      .when(salesOrderCancelled)
      .thenPublishes(OrderReversed)
      .andIs('compensated', 'backward');
  });

  it.each(['invoice-transmitting', 'ettn-used', 'attempts-used-up'])('has no void skipped that ended %s', (code) => {
    given(orderToInvoice)
      .after(...cancelledInDoubt, commandDeadFor(code))
      .when(skipped())
      .thenSendsNothing()
      .andRecords('ignored', 'skip is not possible: needs_attention backward at issue-invoice');
  });
});
