import type { DatabaseTransaction } from '@kervan/messaging';
import type { KeyKind, ReceivableKey } from './receivable-facts.js';

/** Gives receivables these keys in the place of those of the kinds that they had. */
export async function replaceKeys(
  db: DatabaseTransaction,
  orderIds: readonly string[],
  kinds: readonly KeyKind[],
  keys: readonly ReceivableKey[],
): Promise<void> {
  if (orderIds.length === 0) return;
  await db.query('DELETE FROM receivable_key WHERE order_id = ANY ($1) AND kind = ANY ($2)', [orderIds, kinds]);
  await db.query(
    `INSERT INTO receivable_key (order_id, kind, key) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])`,
    [keys.map(({ orderId }) => orderId), keys.map(({ kind }) => kind), keys.map(({ key }) => key)],
  );
}
