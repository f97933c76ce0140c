import { OrderPlaced } from '@kervan/contracts';
import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import type { ContentFinding } from './findings.js';
import type { OrderOfMessage, PlacedOrder } from './order-of-message.js';
import type { ToldOrder } from './told-order.js';

/** What became of the order of a message. */
export type RecordedOrder =
  | { readonly state: 'ordered' | 'repeated'; readonly orderId: string }
  | { readonly state: 'unusable'; readonly findings: readonly ContentFinding[] };

/**
 * Records an order and publishes it, once for its natural key: partner and buyer's order number.
 *
 * The same order again is told as repeated, even where it could not be used any more, as the profile is now; another
 * order of the same number is a conflict, and what was recorded first stands. Of two at a time, the later waits for the
 * transaction of the first.
 */
export async function recordOrder(
  db: DatabaseTransaction,
  read: OrderOfMessage,
  partner: string,
  cause: Cause,
): Promise<RecordedOrder> {
  if (!read.placed) {
    const known = read.told && (await againstRecorded(db, read.told));
    return known ?? { state: 'unusable', findings: read.findings };
  }
  const { placed } = read;
  if (await insertOrder(db, placed, partner, cause)) return { state: 'ordered', orderId: placed.orderId };
  return (await againstRecorded(db, placed)) ?? conflict(placed);
}

async function insertOrder(
  db: DatabaseTransaction,
  { orderId, buyerOrder, order, contentHash }: PlacedOrder,
  partner: string,
  cause: Cause,
): Promise<boolean> {
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
  if (inserted.length > 0) db.causedBy(cause).publish(OrderPlaced.of(placed));
  return inserted.length > 0;
}

/** What an order comes to beside the recorded one of its number; undefined where there is none. */
async function againstRecorded(db: DatabaseTransaction, told: ToldOrder): Promise<RecordedOrder | undefined> {
  const [first] = await db.query<{ contentHash: Buffer; acceptedAt: Date }>(
    'SELECT content_hash AS "contentHash", accepted_at AS "acceptedAt" FROM edi_order WHERE id = $1',
    [told.orderId],
  );
  if (first?.contentHash.equals(told.contentHash)) return { state: 'repeated', orderId: told.orderId };
  return first && conflict(told, ` at ${first.acceptedAt.toISOString()}`);
}

function conflict({ buyerOrder }: ToldOrder, since = ''): RecordedOrder {
  const detail = `This order number was recorded${since} with other content, which stands.`;
  return {
    state: 'unusable',
    findings: [{ field: 'orderNumber', code: 'order-conflict', detail, actual: buyerOrder }],
  };
}
