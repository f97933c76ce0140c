import type { DatabaseTransaction } from '@kervan/messaging';
import { KeyKind, type PlacedReceivable } from './receivable-facts.js';
import { replaceKeys } from './receivable-key.queries.js';

/** What order-orchestrator's word has changed. */
export interface Taken {
  /** The orders of which something is due, and more, or under other numbers, than was known. */
  readonly changed: readonly string[];
  /** The orders that were known, and of which another amount is due than before. */
  readonly amended: readonly string[];
}

type Known = Pick<PlacedReceivable, 'orderId' | 'company' | 'mode' | 'currency' | 'amountMinor'> & {
  readonly keys: readonly string[];
};

/**
 * Records what is due as order-orchestrator says, whatever was known before. Of an order its words come one after another,
 * as they lie in the log of its partition: the one that is recorded last is its last, whatever any clock says.
 *
 * That nothing is due is kept, too: a record of the order that is read later, and says otherwise, does not count.
 */
export async function recordTaken(db: DatabaseTransaction, taken: readonly PlacedReceivable[]): Promise<Taken> {
  if (taken.length === 0) return { changed: [], amended: [] };
  const rows = [...taken].sort((one, other) => (one.orderId < other.orderId ? -1 : 1));
  const ids = rows.map(({ orderId }) => orderId);
  await lockRows(db, ids);
  const known = await readKnown(db, ids);
  await writeTaken(db, rows);
  const changed = rows.filter((row) => row.amountMinor > 0 && !isAsKnown(row, known.get(row.orderId)));
  const changedIds = changed.map(({ orderId }) => orderId);
  const keys = changed.flatMap((row) => row.keys);
  await replaceKeys(db, changedIds, [KeyKind.order, KeyKind.reference], keys);
  const amended = rows.filter((row) => {
    const before = known.get(row.orderId);
    return before && (before.amountMinor !== row.amountMinor || before.currency !== row.currency);
  });
  return { changed: changedIds, amended: amended.map(({ orderId }) => orderId) };
}

/**
 * Holds the rows of these orders, of those that have none yet too. Events of other topics are handled at the same time, and
 * what they are about to record, and have matched, would else be neither seen nor waited for.
 */
async function lockRows(db: DatabaseTransaction, sortedIds: readonly string[]): Promise<void> {
  await db.query(
    'INSERT INTO receivable (order_id) SELECT unnest($1::uuid[]) ON CONFLICT (order_id) DO NOTHING',
    [sortedIds],
  );
  await db.query('SELECT FROM receivable WHERE order_id = ANY ($1) ORDER BY order_id FOR UPDATE', [sortedIds]);
}

/** What is known of orders; read by a statement of its own, which sees what was committed while their rows were waited for. */
async function readKnown(db: DatabaseTransaction, orderIds: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const known = await db.query<Known>(
    `SELECT order_id AS "orderId", company, mode, currency, amount_minor::float8 AS "amountMinor",
       ARRAY(SELECT kind || key FROM receivable_key AS named
             WHERE named.order_id = receivable.order_id AND kind <> '${KeyKind.invoice}') AS keys
     FROM receivable WHERE order_id = ANY ($1) AND version IS NOT NULL`,
    [orderIds],
  );
  return new Map(known.map((one) => [one.orderId, one]));
}

function isAsKnown(row: PlacedReceivable, known: Known | undefined): boolean {
  if (known?.amountMinor !== row.amountMinor || known.currency !== row.currency) return false;
  if (known.company !== row.company || known.mode !== row.mode) return false;
  const keys = new Set(known.keys);
  return keys.size === row.keys.length && row.keys.every(({ kind, key }) => keys.has(kind + key));
}

/** Where nothing is due only that is written: what else is known of the order stays, and its payers still find it. */
async function writeTaken(db: DatabaseTransaction, rows: readonly PlacedReceivable[]): Promise<void> {
  const ofDue = <T>(column: (row: PlacedReceivable) => T): (T | null)[] =>
    rows.map((row) => (row.amountMinor > 0 ? column(row) : null));
  await db.query(
    `INSERT INTO receivable AS known
       (order_id, version, company, mode, currency, amount_minor, order_number, placed_at, told_by_saga)
     SELECT told.*, true FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[],
       $7::text[], $8::timestamptz[]) AS told
     ON CONFLICT (order_id) DO UPDATE
       SET version = coalesce(excluded.version, known.version), company = coalesce(excluded.company, known.company),
         mode = coalesce(excluded.mode, known.mode), currency = coalesce(excluded.currency, known.currency),
         amount_minor = coalesce(excluded.amount_minor, CASE WHEN known.version IS NOT NULL THEN 0 END),
         order_number = coalesce(excluded.order_number, known.order_number),
         placed_at = coalesce(excluded.placed_at, known.placed_at), told_by_saga = true, told_at = now()`,
    [
      rows.map(({ orderId }) => orderId),
      ofDue(({ version }) => version),
      ofDue(({ company }) => company),
      ofDue(({ mode }) => mode),
      ofDue(({ currency }) => currency),
      ofDue(({ amountMinor }) => amountMinor),
      ofDue(({ orderNumber }) => orderNumber),
      ofDue(({ placedAt }) => placedAt),
    ],
  );
}
