import type { DatabaseTransaction } from '@kervan/messaging';
import type { Delivery } from '../read-order/reading.js';
import type { DeliveryState } from './delivery-state.js';

/** A delivery on its way into the log. */
export interface NewDelivery extends Delivery {
  readonly id: string;
  readonly shop: string;
  readonly bodyHash: Buffer;
  readonly correlationId: string;
}

/** What came of a delivery. */
export interface DeliveryEnd {
  readonly state: DeliveryState;
  readonly reason?: string | undefined;
  readonly orderId?: string | undefined;
  readonly orderNumber?: string | undefined;
  readonly quarantineId?: string | undefined;
}

/**
 * Enters a delivery into the log, unless its id is there, or for an id that is shared or reused the same body of it; of
 * two at a time, the later waits for the transaction of the first.
 *
 * @returns whether it was entered.
 */
export async function enterDelivery(
  db: DatabaseTransaction,
  delivery: NewDelivery,
  byBody: boolean,
): Promise<boolean> {
  const { id, shop, deliveryId, topic, bodyHash, receivedAt, correlationId } = delivery;
  const entered = await db.query(
    `INSERT INTO webhook_delivery (id, shop, delivery_id, topic, body_hash, received_at, outcome, correlation_id,
       id_reused)
     VALUES ($1, $2, $3, $4, $5, $6, 'received', $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
    [id, shop, deliveryId, topic, bodyHash, receivedAt, correlationId, byBody],
  );
  return entered.length > 0;
}

/**
 * Counts a delivery that came again.
 *
 * @returns false where none of its id had this body.
 */
export async function countRepeat(db: DatabaseTransaction, delivery: NewDelivery): Promise<boolean> {
  const counted = await db.query(
    `UPDATE webhook_delivery SET repeats = repeats + 1 WHERE shop = $1 AND delivery_id = $2 AND body_hash = $3
     RETURNING id`,
    [delivery.shop, delivery.deliveryId, delivery.bodyHash],
  );
  return counted.length > 0;
}

/** Keeps what came of a delivery. */
export async function endDelivery(db: DatabaseTransaction, id: string, end: DeliveryEnd): Promise<void> {
  await db.query(
    `UPDATE webhook_delivery SET outcome = $2, reason = $3, order_id = $4, order_number = $5, quarantine_id = $6
     WHERE id = $1`,
    [id, end.state, end.reason ?? null, end.orderId ?? null, end.orderNumber ?? null, end.quarantineId ?? null],
  );
}

/**
 * Keeps what came of a delivery once it left the quarantine.
 *
 * @returns the order that it tells of, where that is known.
 */
export async function endQuarantined(db: DatabaseTransaction, end: DeliveryEnd): Promise<string | undefined> {
  const [ended] = await db.query<{ orderId: string | null }>(
    `UPDATE webhook_delivery SET outcome = $2, reason = $3, order_id = coalesce($4, order_id),
       order_number = coalesce($5, order_number)
     WHERE quarantine_id = $1 RETURNING order_id AS "orderId"`,
    [end.quarantineId, end.state, end.reason ?? null, end.orderId ?? null, end.orderNumber ?? null],
  );
  return ended?.orderId ?? end.orderId;
}
