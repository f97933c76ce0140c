import type { Document } from '@kervan/contracts';

/** How far an order has come, as far as the service that took it in knows. */
export const OrderState = {
  /** Recorded and published; the orchestrator has not confirmed it yet. */
  accepted: 'accepted',
  taken: 'taken',
  completed: 'completed',
  reversed: 'reversed',
  /** It waits for a person; see `lastError`. */
  needs_attention: 'needs_attention',
} as const;

export type OrderState = (typeof OrderState)[keyof typeof OrderState];

/** What an order waits for that needs a person. */
export interface OrderError {
  readonly step: string;
  readonly code: string;
  readonly detail: string;
  readonly since: string;
}

/** An order as operators see it; no personal data. `State` may hold states that come before it is published. */
export interface OrderStatus<State extends string = OrderState> {
  readonly id: string;
  readonly orderNumber: string;
  readonly state: State;
  readonly stateSince: Date;
  readonly acceptedAt: Date;
  readonly documents: readonly Document[];
  readonly lastError: OrderError | null;
  readonly cancellationRequested: boolean;
}

/** The columns of {@link OrderStatus}, for a SELECT from an ingress table. */
export const statusColumns = `id, order_number AS "orderNumber", state, state_since AS "stateSince",
  accepted_at AS "acceptedAt", documents, last_error AS "lastError",
  cancellation IS NOT NULL AS "cancellationRequested"`;
