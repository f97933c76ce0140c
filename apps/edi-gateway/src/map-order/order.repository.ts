import { OrderPlaced } from '@kervan/contracts';
import { OrderState } from '@kervan/ingress';
import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import type { ContentCode, ContentFinding } from './findings.js';
import type { OrderOfMessage, PlacedOrder } from './order-of-message.js';
import type { ToldOrder } from './told-order.js';

/** What became of the order of a message. */
export type RecordedOrder =
  | { readonly state: 'ordered' | 'repeated'; readonly orderId: string; readonly company: string }
  | { readonly state: 'unusable'; readonly findings: readonly ContentFinding[] };

/**
 * Records an order and publishes it, once for its natural key: partner, mode and buyer's order number.
 *
 * The same order again is told as repeated, even where it could not be used any more, or would be another company's, as
 * the profile is now; another order of the same number is a conflict, and what was recorded first stands. The same order
 * is for a person once it was reversed: who sends it then may expect it anew, under a number that is used up. Of two at
 * a time, the later waits for the transaction of the first, also where it cannot be used.
 */
export async function recordOrder(
  db: DatabaseTransaction,
  read: OrderOfMessage,
  partner: string,
  cause: Cause,
): Promise<RecordedOrder> {
  if (!read.placed) {
    if (read.told) await waitForNumber(db, read.told, partner);
    const known = read.told && (await againstRecorded(db, read.told, partner));
    return known ?? { state: 'unusable', findings: read.findings };
  }
  const { placed } = read;
  const { orderId, order } = placed;
  if (await insertOrder(db, placed, partner, cause)) return { state: 'ordered', orderId, company: order.company };
  return (await againstRecorded(db, placed, partner)) ?? conflict(placed);
}

/**
 * Inserts an order and keeps its number, unless the number is kept, or one of it was recorded by a release that kept none.
 *
 * @returns whether it was inserted.
 */
async function insertOrder(
  db: DatabaseTransaction,
  { orderId, buyerOrder, order, contentHash }: PlacedOrder,
  partner: string,
  cause: Cause,
): Promise<boolean> {
  const placed: OrderPlaced = { orderId, order };
  const inserted = await db.query(
    `WITH fresh AS (
       INSERT INTO edi_order_number (partner, mode, buyer_order) VALUES ($4, $3, $5) ON CONFLICT DO NOTHING
       RETURNING partner, mode, buyer_order)
     INSERT INTO edi_order (id, company, mode, partner, buyer_order, order_number, content_hash, correlation_id, placed)
     SELECT $1::uuid, $2, mode, partner, buyer_order, $6, $7::bytea, $8, $9::json FROM fresh
     WHERE NOT EXISTS (
       SELECT FROM edi_order AS known
       WHERE known.partner = $4 AND known.mode = $3 AND known.buyer_order = $5)
     ON CONFLICT DO NOTHING RETURNING id`,
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

/** Waits for another transaction that is about to record an order of that number; keeps nothing itself. */
async function waitForNumber(db: DatabaseTransaction, { mode, buyerOrder }: ToldOrder, partner: string): Promise<void> {
  await db.query('SAVEPOINT before_number');
  await db.query(
    'INSERT INTO edi_order_number (partner, mode, buyer_order) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [partner, mode, buyerOrder],
  );
  await db.query('ROLLBACK TO SAVEPOINT before_number');
  await db.query('RELEASE SAVEPOINT before_number');
}

/** What an order comes to beside the recorded one of its number; undefined where there is none. */
async function againstRecorded(
  db: DatabaseTransaction,
  told: ToldOrder,
  partner: string,
): Promise<RecordedOrder | undefined> {
  const [first] = await db.query<FirstOrder>(
    `SELECT id AS "orderId", company, state, content_hash AS "contentHash", accepted_at AS "acceptedAt" FROM edi_order
     WHERE partner = $1 AND mode = $2 AND buyer_order = $3 ORDER BY id = $4 DESC, accepted_at LIMIT 1`,
    [partner, told.mode, told.buyerOrder, told.orderId],
  );
  if (!first) return undefined;
  const { orderId, company } = first;
  const since = ` for ${company} at ${first.acceptedAt.toISOString()}`;
  if (!first.contentHash.equals(told.contentHash)) return conflict(told, since);
  return first.state === OrderState.reversed ? reversed(told, since) : { state: 'repeated', orderId, company };
}

interface FirstOrder {
  readonly orderId: string;
  readonly company: string;
  readonly state: OrderState;
  readonly contentHash: Buffer;
  readonly acceptedAt: Date;
}

function conflict(told: ToldOrder, since = ''): RecordedOrder {
  return used(told, 'order-conflict', `This order number was recorded${since} with other content, which stands.`);
}

function reversed(told: ToldOrder, since: string): RecordedOrder {
  const detail = `This order was recorded${since} and has been reversed: to order it anew takes another number.`;
  return used(told, 'order-reversed', detail);
}

function used({ buyerOrder }: ToldOrder, code: ContentCode, detail: string): RecordedOrder {
  return { state: 'unusable', findings: [{ field: 'orderNumber', code, detail, actual: buyerOrder }] };
}
