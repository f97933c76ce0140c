import { OrderCancelled, OrderPlaced } from '@kervan/contracts';
import { type DatabaseTransaction, newId } from '@kervan/messaging';

/** How long the orchestrator may take to confirm a sale before it is published again. */
export const CONFIRM_WITHIN_MINUTES = 15;

const AT_ONCE = 200;

interface UnconfirmedSale {
  readonly placed: OrderPlaced;
  readonly cancellation: OrderCancelled | null;
  readonly correlationId: string;
  readonly acceptedAt: Date;
}

/**
 * Publishes sales again that nobody has confirmed for 15 minutes, and waits another 15 for each.
 *
 * Each is a new message with the same orderId, so that no inbox takes it for the lost one; the saga starts once per
 * orderId and confirms again. A wish to cancel follows its sale. Does nothing while another transaction has the sale.
 *
 * @returns how many were published.
 */
export async function republishUnconfirmed(db: DatabaseTransaction): Promise<number> {
  const sales = await db.query<UnconfirmedSale>(
    `UPDATE pos_sale SET published_at = now(), publications = publications + 1
     WHERE id IN (SELECT id FROM pos_sale
                  WHERE state = 'accepted' AND published_at < now() - make_interval(mins => $1)
                  ORDER BY published_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING placed, cancellation, correlation_id AS "correlationId", accepted_at AS "acceptedAt"`,
    [CONFIRM_WITHIN_MINUTES, AT_ONCE],
  );
  for (const { placed, cancellation, correlationId, acceptedAt } of sales) {
    const cause = {
      id: newId(),
      correlationId,
      acceptedAt: acceptedAt.getTime(),
      source: 'pos-ingest/confirm-receipt',
    };
    const tx = db.causedBy(cause);
    tx.publish(OrderPlaced.of(placed));
    if (cancellation) tx.publish(OrderCancelled.of(cancellation));
  }
  return sales.length;
}
