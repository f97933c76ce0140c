import { describe, it } from 'vitest';
import { OrderNeedsAttention, OrderReversed } from '@kervan/contracts';
import {
  invoiceRefused,
  invoiceTransmissionRefused,
  invoiceVoided,
  orderCancelled,
  salesOrderCancelled,
  salesOrderPosted,
  salesOrderRejected,
  webOrderPlaced,
} from '../fixtures/sale.happenings.js';
import { cancelOrder, issueInvoice, sale, voidInvoice } from '../fixtures/sale.saga.js';
import { firstAccepted, firstPosted, transmitting } from '../fixtures/sale.ways.js';
import { commandDead, commandWithdrawn, given, paused, resumed, retried } from '../testing/index.js';

describe('a late success', () => {
  const refusedAtLast = [webOrderPlaced, commandDead, retried, commandWithdrawn, salesOrderRejected];

  it('after compensation is undone', () => {
    given(sale)
      .after(...refusedAtLast)
      .when(firstPosted)
      .thenSends(cancelOrder)
      .andIs('running', 'backward');
    given(sale)
      .after(...refusedAtLast, firstPosted)
      .when(salesOrderCancelled)
      .andIs('compensated', 'backward');
  });

  it('after compensation is undone once: told again it is a duplicate', () => {
    const undoneAgain = [...refusedAtLast, firstPosted, salesOrderCancelled];
    given(sale)
      .after(...refusedAtLast, firstPosted)
      .when(firstPosted)
      .thenSendsNothing()
      .andRecords('stale');
    given(sale)
      .after(...undoneAgain)
      .when(firstPosted)
      .thenSendsNothing()
      .andIs('compensated', 'backward');
  });

  it('after compensation is undone also where another attempt had succeeded and was undone before', () => {
    const undone = [webOrderPlaced, commandDead, retried, commandWithdrawn, salesOrderPosted, invoiceRefused, salesOrderCancelled];
    given(sale)
      .after(...undone)
      .when(firstPosted)
      .thenSends(cancelOrder)
      .andRecords('late-success')
      .andIs('running', 'backward');
    given(sale)
      .after(...undone, firstPosted)
      .when(salesOrderCancelled)
      .thenPublishes(OrderReversed)
      .andIs('compensated', 'backward');
  });

  describe('of a step that cannot be undone', () => {
    const takingBack = [...transmitting, commandDead, retried, commandWithdrawn, invoiceTransmissionRefused];

    it('ends the taking back: nothing more is undone, and a person is asked once', () => {
      given(sale)
        .after(...takingBack)
        .when(firstAccepted)
        .thenSendsNothing()
        .thenPublishes(OrderNeedsAttention, { code: 'late-success' })
        .andRecords('late-success', 'transmit, attempt 1')
        .andIs('needs_attention', 'backward');
      given(sale)
        .after(...takingBack, firstAccepted)
        .when(invoiceVoided)
        .thenSendsNothing()
        .andRecords('recorded')
        .andIs('needs_attention', 'backward');
    });

    it('is told after compensation, too', () => {
      given(sale)
        .after(...takingBack, invoiceVoided, salesOrderCancelled)
        .when(firstAccepted)
        .thenSendsNothing()
        .thenPublishes(OrderNeedsAttention, { code: 'late-success' });
    });

    it('is told at the end of a pause', () => {
      given(sale)
        .after(...takingBack, paused)
        .when(firstAccepted)
        .thenSendsNothing()
        .thenPublishesNothing()
        .andIs('paused', 'backward');
      given(sale)
        .after(...takingBack, paused, firstAccepted)
        .when(resumed)
        .thenSendsNothing()
        .thenPublishes(OrderNeedsAttention, { code: 'late-success' });
    });

    it('is the person’s business once he has the order taken back on', () => {
      given(sale)
        .after(...takingBack, firstAccepted)
        .when(retried)
        .thenSends(voidInvoice)
        .andIs('running', 'backward');
      given(sale)
        .after(...takingBack, firstAccepted, invoiceVoided)
        .when(retried)
        .thenSends(cancelOrder);
      given(sale)
        .after(...takingBack, invoiceVoided, salesOrderCancelled, firstAccepted)
        .when(retried)
        .thenSendsNothing()
        .andIs('compensated', 'backward');
    });
  });

  it.each([
    ['refused', invoiceRefused],
    ['withdrawn', commandWithdrawn],
  ])('ahead, heard of while a step is withdrawn: once that is %s, only what was done is undone', (_how, answer) => {
    const cancelled = [webOrderPlaced, salesOrderPosted, commandDead, orderCancelled, firstAccepted, answer];
    given(sale)
      .after(...cancelled.slice(0, -1))
      .when(answer)
      .thenSendsNothing()
      .thenPublishes(OrderNeedsAttention, { code: 'late-success' });
    given(sale).after(...cancelled).when(retried).thenSends(cancelOrder).andIs('running', 'backward');
    given(sale).after(...cancelled, paused, resumed).when(retried).thenSends(cancelOrder);
    given(sale).after(...cancelled, retried).when(salesOrderCancelled).thenPublishes(OrderReversed).andIs('compensated', 'backward');
  });

  it('of an earlier attempt waits for the attempt in flight', () => {
    given(sale)
      .after(webOrderPlaced, commandDead, retried, commandWithdrawn)
      .when(firstPosted)
      .thenSendsNothing()
      .andIs('running', 'forward');
    given(sale)
      .after(webOrderPlaced, commandDead, retried, commandWithdrawn, firstPosted)
      .when(salesOrderRejected)
      .thenSends(issueInvoice);
  });
});
