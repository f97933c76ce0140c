import { OrderPlaced } from '@kervan/contracts';
import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import type { ContentFinding } from './findings.js';
import type { PlacedOrder } from './order-of-message.js';

/** What became of an order that a message places. */
export type RecordedOrder =
  | { readonly state: 'ordered' | 'repeated'; readonly orderId: string }
  | { readonly state: 'conflict'; readonly findings: readonly ContentFinding[] };

/**
 * Records an order and publishes it, once for its natural key: partner and buyer's order number.
 *
 * The same order again is told as repeated; another order of the same number is a conflict, and what was recorded first
 * stands. Of two at a time, the later waits for the transaction of the first.
 */
export async function recordOrder(
  db: DatabaseTransaction,
  { orderId, buyerOrder, order, contentHash }: PlacedOrder,
  partner: string,
  cause: Cause,
): Promise<RecordedOrder> {
  const placed: OrderPlaced = { orderId, order };
  const inserted = await db.query(
    `INSERT INTO edi_order (id, company, mode, partner, buyer_order, order_number, content_hash, correlation_id, placed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
    [
      orderId,
      order.company,
      order.mode,
      partner,
      buyerOrder,
      order.orderNumber,
      contentHash,
      cause.correlationId,
      JSON.stringify(placed),
    ],
  );
  if (inserted.length > 0) {
    db.causedBy(cause).publish(OrderPlaced.of(placed));
    return { state: 'ordered', orderId };
  }
  const [first] = await db.query<{ contentHash: Buffer; acceptedAt: Date }>(
    'SELECT content_hash AS "contentHash", accepted_at AS "acceptedAt" FROM edi_order WHERE id = $1',
    [orderId],
  );
  if (first?.contentHash.equals(contentHash)) return { state: 'repeated', orderId };
  const since = first ? ` at ${first.acceptedAt.toISOString()}` : '';
  const detail = `This order number was recorded${since} with other content, which stands.`;
  return {
    state: 'conflict',
    findings: [{ field: 'orderNumber', code: 'order-conflict', detail, actual: buyerOrder }],
  };
}
