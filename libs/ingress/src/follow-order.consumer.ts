import { ConsumesAll, type DatabaseTransaction, type Received, type Transaction } from '@kervan/messaging';
import { Controller, Inject } from '@nestjs/common';
import { INGRESS_ORDERS, type IngressOrders } from './ingress-orders.js';
import { type OrderEvent, orderEvents, progressOf } from './order-progress.js';

/**
 * Keeps each order's state as the orchestrator tells it, and takes OrderTaken as the receipt of what was published.
 *
 * Redelivery is harmless. A state that is told again is the same, since the same time; where a person is waited for since
 * another time, it is for something else, or anew. Orders of other services are passed over. With the receipt the
 * published order is removed: no buyer stays in this table.
 */
@Controller()
export class FollowOrderConsumer {
  constructor(@Inject(INGRESS_ORDERS) private readonly orders: IngressOrders) {}

  @ConsumesAll(...orderEvents)
  async handleAll(
    deliveries: readonly { readonly message: Received<OrderEvent>; readonly tx: Transaction }[],
    db: DatabaseTransaction,
  ): Promise<void> {
    const progress = progressOf(deliveries.map(({ message }) => message));
    await db.query(
      `UPDATE ${this.orders.table} AS known
       SET state = told.state,
           state_since = CASE WHEN told.state = known.state
             AND told.last_error->>'since' IS NOT DISTINCT FROM known.last_error->>'since' THEN known.state_since ELSE now() END,
           documents = coalesce(told.documents, known.documents),
           last_error = told.last_error, placed = NULL
       FROM unnest($1::uuid[], $2::text[], $3::json[], $4::json[], $5::boolean[])
         AS told (id, state, documents, last_error, is_receipt)
       WHERE known.id = told.id AND (NOT told.is_receipt OR known.state = 'accepted')`,
      [
        progress.map(({ orderId }) => orderId),
        progress.map(({ state }) => state),
        progress.map(({ documents }) => documents && JSON.stringify(documents)),
        progress.map(({ lastError }) => lastError && JSON.stringify(lastError)),
        progress.map(({ isReceipt }) => isReceipt),
      ],
    );
  }
}
