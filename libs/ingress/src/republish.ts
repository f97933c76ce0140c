import { OrderCancelled, OrderPlaced } from '@kervan/contracts';
import { type DatabaseTransaction, newId } from '@kervan/messaging';
import type { IngressOrders } from './ingress-orders.js';

/**
 * How many minutes the orchestrator may take to confirm an order, after its first publication, its second and so on, before
 * it is published again. Longer from time to time: what is held there waits for a person, and each copy queues behind it.
 */
export const CONFIRM_WITHIN_MINUTES: readonly number[] = [15, 30, 60, 120, 240, 480, 960, 1_440];

const AT_ONCE = 200;

interface UnconfirmedOrder {
  readonly placed: OrderPlaced;
  readonly cancellation: OrderCancelled | null;
  readonly correlationId: string;
  readonly acceptedAt: Date;
}

/**
 * Orders that nobody has confirmed in time ($1: minutes since their last publication, by how many there were). The shortest
 * time is asked for by itself, so that an index finds those that may be overdue.
 */
const OVERDUE = `state = 'accepted' AND published_at < now() - make_interval(mins => ($1::integer[])[1])
  AND published_at < now() - make_interval(mins => ($1::integer[])[least(greatest(publications, 1), cardinality($1::integer[]))])`;

/**
 * Whether of an order, or of what follows it, something has not been sent yet: a row of the outbox of messaging. Asked with
 * IS TRUE or IS NOT TRUE, so that its keys are looked up in a hash: as a join, each would be compared with each.
 */
const UNSENT = `(convert_to(id::text, 'UTF8') IN (SELECT key FROM outbox_message))`;

/**
 * Publishes orders again that nobody has confirmed for 15 minutes, then after twice as long each time, at last once a day.
 *
 * Each is a new message with the same orderId, so that no inbox takes it for the lost one; the saga starts once per
 * orderId and confirms again. A wish to cancel follows its order. An order that still lies in the outbox is not lost: it
 * is waited for anew, so that the outbox does not grow by it while Kafka is away. Does nothing while another transaction
 * has the order.
 *
 * @returns how many were published.
 */
export async function republishUnconfirmed(
  db: DatabaseTransaction,
  { service, table }: IngressOrders,
): Promise<number> {
  await db.query(
    `UPDATE ${table} SET published_at = now()
     WHERE id IN (SELECT id FROM ${table} WHERE ${OVERDUE} AND ${UNSENT} IS TRUE FOR UPDATE SKIP LOCKED)`,
    [CONFIRM_WITHIN_MINUTES],
  );
  const orders = await db.query<UnconfirmedOrder>(
    `UPDATE ${table} SET published_at = now(), publications = publications + 1
     WHERE id IN (SELECT id FROM ${table} WHERE ${OVERDUE} AND ${UNSENT} IS NOT TRUE
                  ORDER BY published_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING placed, cancellation, correlation_id AS "correlationId", accepted_at AS "acceptedAt"`,
    [CONFIRM_WITHIN_MINUTES, AT_ONCE],
  );
  for (const { placed, cancellation, correlationId, acceptedAt } of orders) {
    const cause = {
      id: newId(),
      correlationId,
      acceptedAt: acceptedAt.getTime(),
      source: `${service}/confirm-receipt`,
    };
    const tx = db.causedBy(cause);
    tx.publish(OrderPlaced.of(placed));
    if (cancellation) tx.publish(OrderCancelled.of(cancellation));
  }
  return orders.length;
}
