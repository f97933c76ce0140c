/**
 * Where a service keeps the orders that it takes in.
 *
 * The table has these columns, besides its own: `id uuid` (the orderId), `order_number text`, `state text` and
 * `state_since timestamptz(3)`, `documents json` and `last_error json`, `correlation_id text` and `accepted_at
 * timestamptz`; `placed json`, the OrderPlaced that was published, until it is confirmed; `cancellation json`, the
 * OrderCancelled that followed it, if any; `published_at timestamptz` and `publications integer`. A row whose `placed`
 * is null has not been published, or has been confirmed.
 */
export interface IngressOrders {
  /** Name of the service, as the source of what it publishes. */
  readonly service: string;
  /** Name of the table; a constant of the code, never a value from outside. */
  readonly table: string;
}

/** Nest's token for {@link IngressOrders}. */
export const INGRESS_ORDERS = Symbol('IngressOrders');
