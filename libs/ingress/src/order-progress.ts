import {
  type Document,
  OrderAttentionResolved,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  OrderTaken,
} from '@kervan/contracts';
import type { Received } from '@kervan/messaging';
import { type OrderError, OrderState } from './order-state.js';

/** What the orchestrator tells of an order. */
export type OrderEvent = OrderTaken | OrderCompleted | OrderReversed | OrderNeedsAttention | OrderAttentionResolved;

/** The records of {@link OrderEvent}. */
export const orderEvents = [OrderTaken, OrderCompleted, OrderReversed, OrderNeedsAttention, OrderAttentionResolved] as const;

/** Where an order stands after some of its events. */
export interface OrderProgress {
  readonly orderId: string;
  readonly state: OrderState;
  readonly documents: readonly Document[] | null;
  readonly lastError: OrderError | null;
  /** Whether nothing is told but that the order was taken, which takes back no state that it had come to. */
  readonly isReceipt: boolean;
}

/**
 * Where each order stands after these events, given in their order; one entry an order.
 *
 * OrderTaken is told again whenever an order is published again, so it takes back nothing that another event told. The
 * documents that an order ended with stay, whatever comes after.
 */
export function progressOf(events: readonly Received<OrderEvent>[]): OrderProgress[] {
  const progress = new Map<string, OrderProgress>();
  for (const event of events) {
    const { orderId } = event.data;
    const known = progress.get(orderId);
    if (known && isOf(event, OrderTaken)) continue;
    const now = after(event);
    progress.set(orderId, { ...now, documents: now.documents ?? known?.documents ?? null });
  }
  return [...progress.values()];
}

function after(event: Received<OrderEvent>): OrderProgress {
  const { orderId } = event.data;
  const taken: OrderProgress = { orderId, state: OrderState.taken, documents: null, lastError: null, isReceipt: false };
  if (isOf(event, OrderCompleted)) return { ...taken, state: OrderState.completed, documents: event.data.documents };
  if (isOf(event, OrderReversed)) return { ...taken, state: OrderState.reversed, documents: event.data.documents };
  if (isOf(event, OrderNeedsAttention)) {
    const { step, code, detail, since } = event.data;
    return { ...taken, state: OrderState.needs_attention, lastError: { step, code, detail, since } };
  }
  return { ...taken, isReceipt: isOf(event, OrderTaken) };
}

function isOf<T extends OrderEvent>(
  event: Received<OrderEvent>,
  type: { readonly fullName: string; of(data: T): unknown },
): event is Received<T> {
  return event.type.fullName === type.fullName;
}
