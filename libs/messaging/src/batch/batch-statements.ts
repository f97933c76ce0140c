import type { Queryable } from '../transaction/output-statements.js';
import type { BatchItem, BatchOrder, BatchState, ItemState, Selected } from './batch-kind.js';

/** A batch whose turn it is, locked. */
export interface DueBatch extends Omit<BatchItem<never>, 'batchId' | 'subjectId' | 'seen'> {
  readonly id: string;
  readonly kind: string;
}

/** The next thing of a batch. */
export interface NextItem extends Pick<BatchItem, 'subjectId' | 'seen'> {
  readonly position: number;
  /** How often its act was cut off. */
  readonly cutOffs: number;
}

/** When an act that has failed is tried again, and how often it was cut off by then. */
export interface Again {
  readonly afterMs: number;
  readonly cutOffs: number;
}

/** A row of `operator_batch` with how far it has come. */
export interface BatchRow {
  readonly id: string;
  readonly act: string;
  readonly by: string;
  readonly reason: string;
  readonly filter: unknown;
  /** The names of its options: what they hold may be personal data. */
  readonly options: readonly string[];
  readonly perSecond: number;
  readonly state: BatchState;
  readonly total: number;
  readonly done: string;
  /** How many were skipped, by code. */
  readonly skipped: Readonly<Record<string, number>> | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** A row of `operator_batch_item`. */
export interface ItemRow {
  readonly position: number;
  readonly subjectId: string;
  readonly state: ItemState;
  readonly code: string | null;
  readonly actedAt: Date | null;
}

/** A batch as it is written: with its id, and the hash over all that was ordered. */
export interface NewBatch extends BatchOrder<unknown> {
  readonly id: string;
  readonly kind: string;
  readonly orderHash: string;
}

/**
 * Writes a batch, as yet of nothing, once: of two orders under one id the later waits for the transaction of the first.
 *
 * @returns false where there is a batch of this id, which is visible to a later statement.
 */
export async function insertBatch(db: Queryable, batch: NewBatch): Promise<boolean> {
  const { id, kind, act, by, reason, filter, options = {}, perSecond, orderHash } = batch;
  const written = await db.query(
    `INSERT INTO operator_batch (id, kind, act, actor, reason, filter, options, per_second, total, state, order_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'running', $9) ON CONFLICT (id) DO NOTHING RETURNING id`,
    [id, kind, act, by, reason, JSON.stringify(filter), JSON.stringify(options), perSecond, orderHash],
  );
  return written.length > 0;
}

/** What is known of the order of a batch: once it has ended, of its options their names, and no hash over all of it. */
export interface KnownOrder extends BatchOrder<unknown> {
  readonly kind: string;
  readonly orderHash: string | null;
  readonly options: Readonly<Record<string, unknown>>;
}

export async function readOrder(db: Queryable, id: string): Promise<KnownOrder | undefined> {
  const [batch] = await db.query<KnownOrder>(
    `SELECT kind, act, actor AS by, reason, filter, options, per_second AS "perSecond", order_hash AS "orderHash"
     FROM operator_batch WHERE id = $1`,
    [id],
  );
  return batch;
}

/** Freezes the set of a batch. */
export async function freezeSet(db: Queryable, id: string, selected: readonly Selected[]): Promise<void> {
  await db.query('UPDATE operator_batch SET total = $2 WHERE id = $1', [id, selected.length]);
  await db.query(
    `INSERT INTO operator_batch_item (batch_id, position, subject_id, seen)
     SELECT $1, s.at, s.id, s.seen FROM unnest($2::text[], $3::json[]) WITH ORDINALITY s (id, seen, at)`,
    [id, selected.map((one) => one.id), selected.map(({ seen }) => (seen ? JSON.stringify(seen) : null))],
  );
}

/**
 * Locks one running batch of these kinds that is due and that nobody else has in hand: the next one after `last`, by
 * their ids, so that all that are due have their turns, however much one of them has to do.
 */
export async function takeDue(db: Queryable, kinds: readonly string[], last?: string): Promise<DueBatch | undefined> {
  const [batch] = await db.query<DueBatch>(
    `SELECT id, kind, act, actor AS by, reason, filter, options FROM operator_batch
     WHERE state = 'running' AND kind = ANY ($1::text[]) AND due_at <= now()
     ORDER BY (id <= $2::uuid) IS TRUE, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [kinds, last ?? null],
  );
  return batch;
}

/** Locks a batch. @returns whether it still runs. */
export async function lockRunning(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.query(`SELECT id FROM operator_batch WHERE id = $1 AND state = 'running' FOR UPDATE`, [id]);
  return rows.length > 0;
}

/** How long until the turn of a running batch of these kinds; `undefined` when none runs. Milliseconds. */
export async function msUntilDue(db: Queryable, kinds: readonly string[]): Promise<number | undefined> {
  const [row] = await db.query<{ ms: string | null }>(
    `SELECT extract(epoch FROM min(due_at) - clock_timestamp()) * 1000 AS ms FROM operator_batch
     WHERE state = 'running' AND kind = ANY ($1::text[])`,
    [kinds],
  );
  return row?.ms == null ? undefined : Number(row.ms);
}

export async function nextItem(db: Queryable, batchId: string): Promise<NextItem | undefined> {
  const [item] = await db.query<NextItem>(
    `SELECT position, subject_id AS "subjectId", seen, cut_offs AS "cutOffs" FROM operator_batch_item
     WHERE batch_id = $1 AND state = 'waiting' ORDER BY position LIMIT 1`,
    [batchId],
  );
  return item;
}

/**
 * Notes what became of a thing. One that was acted upon moves the batch's next turn by its pace, in which no more than a
 * second is made up for; one that was skipped costs no time.
 */
export async function noteItem(
  db: Queryable,
  batchId: string,
  position: number,
  { state, code }: { readonly state: Exclude<ItemState, 'waiting'>; readonly code: string | null },
): Promise<void> {
  await db.query(
    `UPDATE operator_batch_item SET state = $3, code = $4, acted_at = now() WHERE batch_id = $1 AND position = $2`,
    [batchId, position, state, code],
  );
  if (state === 'skipped') return;
  await db.query(
    `UPDATE operator_batch
     SET due_at = greatest(due_at, now() - interval '1 second') + interval '1 second' / per_second WHERE id = $1`,
    [batchId],
  );
}

/** Moves a batch's next turn, in which this thing is tried again. */
export async function putOff(db: Queryable, batchId: string, position: number, { afterMs, cutOffs }: Again): Promise<void> {
  await db.query(`UPDATE operator_batch SET due_at = now() + $2 * interval '1 millisecond' WHERE id = $1`, [batchId, afterMs]);
  await db.query(
    `UPDATE operator_batch_item SET cut_offs = $3 WHERE batch_id = $1 AND position = $2 AND state = 'waiting'`,
    [batchId, position, cutOffs],
  );
}

/** Of a batch's options their names, and those of their members. */
const namesOfOptions = `(
  SELECT coalesce(json_object_agg(o.key, CASE json_typeof(o.value) WHEN 'object' THEN (
    SELECT coalesce(json_object_agg(m.name, NULL::text), '{}') FROM json_object_keys(o.value) m (name)
  ) END), '{}') FROM json_each(options) o)`;

/**
 * Ends a running batch. Of its options only names are kept: what they hold may be personal data, and nobody needs it any
 * more. Nor is the hash over them kept, by which what is short could be found by trying.
 *
 * @returns whether it was running.
 */
export async function endBatch(
  db: Queryable,
  kind: string,
  id: string,
  state: Exclude<BatchState, 'running'>,
): Promise<boolean> {
  const ended = await db.query(
    `UPDATE operator_batch SET state = $3, ended_at = now(), options = ${namesOfOptions}, order_hash = NULL
     WHERE id = $1 AND kind = $2 AND state = 'running' RETURNING id`,
    [id, kind, state],
  );
  return ended.length > 0;
}

/** Batches of a kind, the latest first: one by its id, or a page. */
export function readBatches(
  db: Queryable,
  kind: string,
  { id, after, limit }: { readonly id?: string; readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<BatchRow[]> {
  return db.query<BatchRow>(
    `SELECT b.id, b.act, b.actor AS by, b.reason, b.filter, ARRAY(SELECT json_object_keys(b.options)) AS options, b.per_second AS "perSecond", b.state, b.total,
       i.done, i.skipped, b.created_at AS "createdAt", b.ended_at AS "endedAt"
     FROM (
       SELECT * FROM operator_batch b
       WHERE b.kind = $1 AND ($2::uuid IS NULL OR b.id = $2)
         AND ($3::timestamptz IS NULL OR (date_trunc('milliseconds', b.created_at), b.id) < ($3, $4::uuid))
       ORDER BY date_trunc('milliseconds', b.created_at) DESC, b.id DESC LIMIT $5
     ) b
     LEFT JOIN LATERAL (
       SELECT coalesce(sum(c.count) FILTER (WHERE c.state = 'done'), 0) AS done,
         json_object_agg(c.code, c.count) FILTER (WHERE c.state = 'skipped') AS skipped
       FROM (SELECT state, code, count(*) FROM operator_batch_item WHERE batch_id = b.id GROUP BY state, code) c
     ) i ON true
     ORDER BY date_trunc('milliseconds', b.created_at) DESC, b.id DESC`,
    [kind, id ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}

/** The things of a batch, in their order. */
export function readItems(
  db: Queryable,
  batchId: string,
  { state, after, limit }: { readonly state?: ItemState | undefined; readonly after: number; readonly limit: number },
): Promise<ItemRow[]> {
  return db.query<ItemRow>(
    `SELECT position, subject_id AS "subjectId", state, code, acted_at AS "actedAt" FROM operator_batch_item
     WHERE batch_id = $1 AND ($2::text IS NULL OR state = $2) AND position > $3 ORDER BY position LIMIT $4`,
    [batchId, state ?? null, after, limit],
  );
}
