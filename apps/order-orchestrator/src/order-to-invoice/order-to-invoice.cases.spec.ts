import { describe, expect, it } from 'vitest';
import { caseTable } from '@kervan/saga/testing';
import { journey } from './fixtures/web-order.js';
import { orderToInvoice } from './order-to-invoice.saga.js';

/** What each case of each step of a web order leads to; a step or case without its line fails. */
const expected: ReturnType<typeof caseTable> = {
  'post-order': {
    'ok': 'IssueInvoice → running forward',
    'duplicate reply': 'nothing → running forward',
    'stale reply': 'nothing → running forward',
    'timed out': 'PostSalesOrder → running forward',
    'no answer': 'OrderNeedsAttention → needs_attention forward',
    'answered late': 'IssueInvoice → running forward',
    'dead': 'OrderNeedsAttention → needs_attention forward',
    'dead, retried': 'PostSalesOrder → running forward',
    'cancelled in flight, then ok': 'CancelSalesOrder → running backward',
    'cancelled in flight, then dead': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled': 'Withdraw → running forward',
    'unknown, cancelled, withdrawn': 'OrderReversed → compensated backward',
    'unknown, cancelled, had succeeded': 'CancelSalesOrder → running backward',
    'refused': 'OrderReversed → compensated backward',
    'refused, retried': 'nothing → compensated backward',
    'cancelled in flight, then refused': 'OrderReversed → compensated backward',
    'undone': 'OrderReversed → compensated backward',
    'undo timed out': 'CancelSalesOrder → running backward',
    'undo refused': 'OrderNeedsAttention → needs_attention backward',
    'undo refused, retried': 'CancelSalesOrder → running backward',
  },
  'issue-invoice': {
    'ok': 'TransmitInvoice → running forward',
    'duplicate reply': 'nothing → running forward',
    'stale reply': 'nothing → running forward',
    'timed out': 'IssueInvoice → running forward',
    'no answer': 'OrderNeedsAttention → needs_attention forward',
    'answered late': 'TransmitInvoice → running forward',
    'dead': 'OrderNeedsAttention → needs_attention forward',
    'dead, retried': 'IssueInvoice → running forward',
    'cancelled in flight, then ok': 'VoidInvoice → running backward',
    'cancelled in flight, then dead': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled': 'Withdraw → running forward',
    'unknown, cancelled, withdrawn': 'CancelSalesOrder → running backward',
    'unknown, cancelled, had succeeded': 'VoidInvoice → running backward',
    'refused': 'CancelSalesOrder → running backward',
    'refused, retried': 'CancelSalesOrder → running backward',
    'cancelled in flight, then refused': 'CancelSalesOrder → running backward',
    'undone': 'CancelSalesOrder → running backward',
    'undo timed out': 'VoidInvoice → running backward',
    'undo refused': 'OrderNeedsAttention → needs_attention backward',
    'undo refused, retried': 'VoidInvoice → running backward',
  },
  'transmit': {
    'ok': 'PostInvoice → running forward',
    'duplicate reply': 'nothing → running forward',
    'stale reply': 'nothing → running forward',
    'timed out': 'TransmitInvoice → running forward',
    'no answer': 'OrderNeedsAttention → needs_attention forward',
    'answered late': 'PostInvoice → running forward',
    'dead': 'OrderNeedsAttention → needs_attention forward',
    'dead, retried': 'TransmitInvoice → running forward',
    'cancelled in flight, then ok': 'OrderNeedsAttention → needs_attention forward',
    'cancelled in flight, then dead': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled': 'Withdraw → running forward',
    'unknown, cancelled, withdrawn': 'VoidInvoice → running backward',
    'unknown, cancelled, had succeeded': 'OrderNeedsAttention → needs_attention forward',
    'refused': 'VoidInvoice → running backward',
    'refused, retried': 'VoidInvoice → running backward',
    'cancelled in flight, then refused': 'VoidInvoice → running backward',
  },
  'book-invoice': {
    'ok': 'PostPayment → running forward',
    'duplicate reply': 'nothing → running forward',
    'stale reply': 'nothing → running forward',
    'timed out': 'PostInvoice → running forward',
    'no answer': 'OrderNeedsAttention → needs_attention forward',
    'answered late': 'PostPayment → running forward',
    'dead': 'OrderNeedsAttention → needs_attention forward',
    'dead, retried': 'PostInvoice → running forward',
    'cancelled in flight, then ok': 'OrderNeedsAttention → needs_attention forward',
    'cancelled in flight, then dead': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled': 'nothing → needs_attention forward',
    'unknown, cancelled, withdrawn': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled, had succeeded': 'OrderNeedsAttention → needs_attention forward',
  },
  'post-payment': {
    'ok': 'nothing → waiting forward',
    'duplicate reply': 'nothing → waiting forward',
    'stale reply': 'nothing → running forward',
    'timed out': 'PostPayment → running forward',
    'no answer': 'OrderNeedsAttention → needs_attention forward',
    'answered late': 'nothing → waiting forward',
    'dead': 'OrderNeedsAttention → needs_attention forward',
    'dead, retried': 'PostPayment → running forward',
    'cancelled in flight, then ok': 'OrderNeedsAttention → needs_attention forward',
    'cancelled in flight, then dead': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled': 'nothing → needs_attention forward',
    'unknown, cancelled, withdrawn': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled, had succeeded': 'OrderNeedsAttention → needs_attention forward',
  },
  'settle': {
    'comes': 'PostPayment → running forward',
    'comes twice': 'nothing → running forward',
    'timed out': 'OrderNeedsAttention → needs_attention forward',
    'comes after the deadline': 'PostPayment → running forward',
    'waited for again': 'nothing → waiting forward',
    'cancelled': 'OrderNeedsAttention → needs_attention forward',
  },
  'post-settlement': {
    'ok': 'OrderCompleted → completed forward',
    'duplicate reply': 'nothing → completed forward',
    'stale reply': 'nothing → running forward',
    'timed out': 'PostPayment → running forward',
    'no answer': 'OrderNeedsAttention → needs_attention forward',
    'answered late': 'OrderCompleted → completed forward',
    'dead': 'OrderNeedsAttention → needs_attention forward',
    'dead, retried': 'PostPayment → running forward',
    'cancelled in flight, then ok': 'OrderNeedsAttention → needs_attention forward',
    'cancelled in flight, then dead': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled': 'nothing → needs_attention forward',
    'unknown, cancelled, withdrawn': 'OrderNeedsAttention → needs_attention forward',
    'unknown, cancelled, had succeeded': 'OrderNeedsAttention → needs_attention forward',
  },
};

describe('order to invoice, step by step and case by case', () => {
  const played = caseTable(orderToInvoice, journey);

  it.each(Object.keys(played))('%s', (step) => {
    expect(expected[step]).toEqual(played[step]);
  });

  it('has no line for a step that is gone', () => {
    expect(Object.keys(expected)).toEqual(Object.keys(played));
  });
});
