import {
  DocumentType,
  OrderAttentionResolved,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  OrderTaken,
  type RecordType,
} from '@kervan/contracts';
import type { Received } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { type OrderEvent, progressOf } from './order-progress.js';

const at = '2026-11-21T10:00:00.000Z';
const documents = [{ type: DocumentType.erp_sales_order, number: 'SO-1', issuedOn: null }];

function received<T extends OrderEvent>(
  type: RecordType<T>,
  data: Omit<T, 'orderId'>,
  orderId = 'a',
): Received<OrderEvent> {
  return { type, data: { orderId, ...data } } as unknown as Received<OrderEvent>;
}

const taken = received<OrderTaken>(OrderTaken, { takenAt: at, toldAt: null, receivable: null });
const completed = received<OrderCompleted>(OrderCompleted, { orderNumber: '1', completedAt: at, documents, settledPayments: [] });
const reversed = received<OrderReversed>(OrderReversed, {
  orderNumber: '1',
  reversedAt: at,
  reason: 'cancelled',
  documents: [],
});
const attention = received<OrderNeedsAttention>(OrderNeedsAttention, {
  orderNumber: '1',
  step: 'post-order',
  code: 'article-blocked',
  detail: 'A-1 is blocked',
  since: at,
});

const resolved = received<OrderAttentionResolved>(OrderAttentionResolved, {
  orderNumber: '1',
  step: 'post-order',
  code: 'article-blocked',
  resolvedAt: at,
});

describe('progressOf', () => {
  it.each<[string, Received<OrderEvent>[], string]>([
    ['taken', [taken], 'taken'],
    ['taken and completed', [taken, completed], 'completed'],
    ['completed, and taken told again', [completed, taken], 'completed'],
    ['in need of attention, and taken told again', [attention, taken], 'needs_attention'],
    ['in need of attention, which is resolved', [attention, resolved], 'taken'],
    ['in need of attention, which is resolved, and taken told again', [attention, resolved, taken], 'taken'],
    ['in need of attention anew', [attention, resolved, attention], 'needs_attention'],
    ['in need of attention, then completed', [attention, completed], 'completed'],
    ['in need of attention, then reversed', [attention, reversed], 'reversed'],
    ['completed, then in need of attention for a late cancellation', [completed, attention], 'needs_attention'],
  ])('of an order that was %s', (_what, events, state) => {
    expect(progressOf(events)).toMatchObject([{ orderId: 'a', state }]);
  });

  it('keeps what an order waits for, and the documents it ended with', () => {
    expect(progressOf([attention])[0]).toMatchObject({
      documents: null,
      lastError: { step: 'post-order', code: 'article-blocked' },
    });
    expect(progressOf([attention, completed])[0]).toMatchObject({ documents, lastError: null });
    expect(progressOf([completed, attention])[0]).toMatchObject({ documents, lastError: { step: 'post-order' } });
  });

  it('forgets what an order had waited for once that is resolved, and its receipt is nothing of the kind', () => {
    expect(progressOf([attention, resolved])).toMatchObject([{ lastError: null, isReceipt: false }]);
    expect(progressOf([resolved, taken])).toMatchObject([{ lastError: null, isReceipt: false }]);
    expect(progressOf([taken])).toMatchObject([{ isReceipt: true }]);
    expect(progressOf([taken, attention])).toMatchObject([{ isReceipt: false }]);
  });

  it('tells each order apart', () => {
    const other = received<OrderTaken>(OrderTaken, { takenAt: at, toldAt: null, receivable: null }, 'b');
    expect(progressOf([taken, other, completed])).toMatchObject([
      { orderId: 'a', state: 'completed' },
      { orderId: 'b', state: 'taken' },
    ]);
  });
});
