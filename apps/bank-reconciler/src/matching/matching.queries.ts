import type { Mode } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { type LineText, MATCHED_BEFORE, type NamedBy, readingsOf } from './matching-rule.js';
import type { UndecidedLine } from './match-lines.js';
import { type KnownReceivable, readReceivables } from './receivable.queries.js';

/** Any number but those of other locks of this database; both kinds of it exclude each other. */
const MATCHING_LOCK = 7_305_114;

/** A lock that is not had within this is a conflict like any other: the transaction is run again. */
const SHORT_WAIT = `SET LOCAL lock_timeout = '3s'`;

/**
 * Makes this transaction one of those in which statements come in or persons decide: one at a time, and none together
 * with {@link alongWithOthers}. Without it a line and the receivable that it names, committed at once, would miss each
 * other.
 */
export async function oneAtATime(db: DatabaseTransaction): Promise<void> {
  await db.query(SHORT_WAIT);
  await db.query(`SELECT pg_advisory_xact_lock(${MATCHING_LOCK})`);
}

/** Makes this transaction one of those in which receivables come in: any number at a time. */
export async function alongWithOthers(db: DatabaseTransaction): Promise<void> {
  await db.query(SHORT_WAIT);
  await db.query(`SELECT pg_advisory_xact_lock_shared(${MATCHING_LOCK})`);
}

/** Whether another line of the account brought money as the same EndToEndId tells: asked by id and by digest apart, each of its index. */
const isRepeated = (sameId: string): string => `EXISTS (SELECT FROM bank_line AS other
  WHERE other.account = line.account AND ${sameId} AND other.id <> line.id AND other.state IN ('matched', 'undecided', 'left'))`;

/** The lines of these that are undecided and were never matched, locked, in the order of their ids. */
export async function lockUndecided(db: DatabaseTransaction, lineIds: readonly string[]): Promise<UndecidedLine[]> {
  const lines = await db.query<Omit<UndecidedLine, 'readings'> & { readonly texts: readonly LineText[] }>(
    `SELECT id, company, mode, account, amount_minor::float8 AS "amountMinor", currency, reversal, texts, reference,
       value_date::text AS "valueDate",
       (${isRepeated('other.end_to_end_id = line.end_to_end_id')}
         OR ${isRepeated(`other.end_to_end_digest = sha256(convert_to(line.end_to_end_id, 'UTF8'))`)}) AS "endToEndIdRepeated"
     FROM bank_line AS line
     WHERE id = ANY ($1) AND state = 'undecided' AND reason <> ALL ($2) AND company IS NOT NULL
     ORDER BY id FOR UPDATE`,
    [lineIds, MATCHED_BEFORE],
  );
  return lines.map(({ texts, ...line }) => ({ ...line, readings: readingsOf(texts) }));
}

/** How many lines are tried again for what one chunk of events told; the rest waits for a person. */
const TRIED_AT_ONCE = 1_000;

/** The undecided lines whose texts hold a number of these orders, of their company and mode. */
export async function findLinesNaming(db: DatabaseTransaction, orderIds: readonly string[]): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const named = await db.query<HolderKey>(
    `SELECT key, company, mode FROM receivable_key JOIN receivable USING (order_id)
     WHERE order_id = ANY ($1) AND version IS NOT NULL`,
    [orderIds],
  );
  // The keys are looked up by themselves: planned together with the lines, a table of unknown size is read whole.
  const read = await db.query<HolderKey & { readonly id: string }>(
    `WITH read AS MATERIALIZED (SELECT line_id, key FROM undecided_key WHERE key = ANY ($1))
     SELECT line.id, read.key, line.company, line.mode FROM read JOIN bank_line AS line ON line.id = read.line_id`,
    [named.map(({ key }) => key)],
  );
  const wanted = new Set(named.map(holderKey));
  const lines = new Set(read.filter((one) => wanted.has(holderKey(one))).map(({ id }) => id));
  return [...lines].sort().slice(0, TRIED_AT_ONCE);
}

interface HolderKey {
  readonly key: string;
  readonly company: string;
  readonly mode: Mode;
}

function holderKey({ key, company, mode }: HolderKey): string {
  return `${key} ${mode} ${company}`;
}

type FoundByKey = NamedBy & { readonly receivable: KnownReceivable };

/**
 * The receivables of these numbers, locked in the order of their ids, and read once they are; those without a known order
 * are left out.
 */
export async function findNamed(db: DatabaseTransaction, keys: readonly string[]): Promise<FoundByKey[]> {
  if (keys.length === 0) return [];
  const found = await db.query<Pick<NamedBy, 'key' | 'kind'> & { readonly orderId: string }>(
    `WITH named AS MATERIALIZED (SELECT order_id, kind, key FROM receivable_key WHERE key = ANY ($1))
     SELECT named.key, named.kind, order_id AS "orderId" FROM named JOIN receivable USING (order_id)
     WHERE receivable.version IS NOT NULL
     ORDER BY order_id FOR UPDATE OF receivable`,
    [keys],
  );
  const receivables = await readReceivables(db, [...new Set(found.map(({ orderId }) => orderId))]);
  return found.flatMap(({ key, kind, orderId }) => {
    const receivable = receivables.get(orderId);
    return receivable ? [{ key, kind, receivable }] : [];
  });
}
