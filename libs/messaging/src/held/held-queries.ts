import type { RawRecord } from '../message/raw-record.js';
import type { Queryable } from '../transaction/output-statements.js';
import { type HeldFilter, heldFilterParams, MATCHES_FILTER } from './held-filter.js';
import { type HeldState, readHeaders, WHOLE_KEY } from './held-message.js';

/** A held message as an operator sees it. */
export interface HeldSummary {
  readonly id: string;
  readonly state: HeldState;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly type: string | null;
  readonly messageId: string;
  readonly correlationId: string;
  /** Whether the record had no correlation id, so that one was made. */
  readonly correlationMade: boolean;
  readonly cause: { readonly code: string; readonly stage: string; readonly detail: string } | null;
  readonly firstCause: { readonly code: string; readonly stage: string; readonly at: string } | null;
  readonly attempts: { readonly started: number; readonly finished: number };
  /** Whether a person has changed its content. */
  readonly edited: boolean;
  /** How often in a row it became dead again, of the same cause, after a redrive. */
  readonly returns: number;
  readonly recordedAt: string;
  readonly heldAt: string;
  readonly dueAt: string;
  readonly resolvedAt: string | null;
}

/** Held messages of one cause, stage, type and topic. */
export interface CauseCount {
  /** Null for those that only queue behind another of their key. */
  readonly cause: { readonly code: string; readonly stage: string } | null;
  readonly type: string | null;
  readonly topic: string;
  readonly count: number;
  /** How many of them are dead. */
  readonly dead: number;
  readonly oldest: string;
  readonly latest: string;
  /** The latest of them. */
  readonly sample: string;
}

/** A row of `held_message`, without its content. */
export interface HeldRow {
  readonly id: string;
  readonly state: HeldState;
  readonly topic: string;
  readonly partition: number;
  readonly seq: string;
  readonly key: Buffer | null;
  readonly type: string | null;
  readonly message_id: string;
  readonly correlation_id: string;
  readonly correlation_made: boolean;
  readonly cause_code: string | null;
  readonly cause_stage: string;
  readonly cause_detail: string;
  readonly first_cause: HeldSummary['firstCause'];
  readonly started: number;
  readonly finished: number;
  readonly edited: boolean;
  readonly returns: number;
  readonly recorded_at: Date;
  readonly held_at: Date;
  readonly due_at: Date;
  readonly resolved_at: Date | null;
}

/** A row of `held_message` with its content. */
export interface HeldContentRow extends HeldRow {
  readonly whole_key: Buffer | null;
  readonly value: Buffer | null;
  readonly original_value: Buffer | null;
  readonly headers: readonly (readonly [string, string])[];
}

const COLUMNS = `h.id, h.state, h.topic, h.partition, h.seq, substring(${WHOLE_KEY} for 1000) AS key, h.type, h.message_id,
  h.correlation_id, h.correlation_made, h.cause_code, h.cause_stage, h.cause_detail, h.first_cause, h.started, h.finished, h.edited,
  h.returns, h.recorded_at, h.held_at, h.due_at, h.resolved_at`;

/** So many of one record and key are looked at. */
const OTHERS = 20;
const CONTENT_COLUMNS = `${WHOLE_KEY} AS whole_key, h.value, h.original_value, h.headers`;

/** A row of a list, which is ordered by the instant at which each was held, and its id. */
export interface ListedHeldRow extends HeldRow {
  /** That instant, down to the microsecond. */
  readonly heldAtMicros: string;
}

/** The latest first, behind a place, of which nothing need be held any more. */
export function listHeld(
  db: Queryable,
  consumer: string,
  filter: HeldFilter,
  { after, limit }: { readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<ListedHeldRow[]> {
  return db.query<ListedHeldRow>(
    `SELECT ${COLUMNS}, to_char(h.held_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "heldAtMicros"
     FROM held_message h
     WHERE ${MATCHES_FILTER}
       AND ($11::timestamptz IS NULL OR (h.held_at, h.id) < ($11, $12::uuid))
     ORDER BY h.held_at DESC, h.id DESC LIMIT $13`,
    [...heldFilterParams(consumer, filter), after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}

/** The two hundred most frequent causes among the open ones, or among those of the state that is asked for. */
export async function countCauses(db: Queryable, consumer: string, filter: HeldFilter): Promise<CauseCount[]> {
  const rows = await db.query<{
    cause_code: string | null; cause_stage: string; type: string | null; topic: string;
    count: number; dead: number; oldest: Date; latest: Date; sample: string;
  }>(
    `SELECT h.cause_code, h.cause_stage, h.type, h.topic, count(*)::integer AS count,
       (count(*) FILTER (WHERE h.state = 'dead'))::integer AS dead, min(h.held_at) AS oldest, max(h.held_at) AS latest,
       (array_agg(h.id ORDER BY h.held_at DESC, h.id DESC))[1] AS sample
     FROM held_message h
     WHERE ${MATCHES_FILTER} AND ($2::text IS NOT NULL OR h.state IN ('waiting', 'dead'))
     GROUP BY h.cause_code, h.cause_stage, h.type, h.topic
     ORDER BY count(*) DESC, max(h.held_at) DESC LIMIT 200`,
    heldFilterParams(consumer, filter),
  );
  return rows.map(({ cause_code: code, cause_stage: stage, oldest, latest, ...row }) => ({
    cause: code === null ? null : { code, stage },
    type: row.type,
    topic: row.topic,
    count: row.count,
    dead: row.dead,
    oldest: oldest.toISOString(),
    latest: latest.toISOString(),
    sample: row.sample,
  }));
}

/** One with its content; `lock` keeps others from acting on it until the transaction ends. */
export async function findHeld(
  db: Queryable,
  consumer: string,
  id: string,
  { lock }: { readonly lock: boolean },
): Promise<HeldContentRow | undefined> {
  const [row] = await db.query<HeldContentRow>(
    `SELECT ${COLUMNS}, ${CONTENT_COLUMNS} FROM held_message h
     WHERE h.id = $1 AND h.consumer = $2 ${lock ? 'FOR UPDATE' : ''}`,
    [id, consumer],
  );
  return row;
}

/** The latest others of its record and key that were not handled, with their content, the latest first. */
export function findOthers(db: Queryable, id: string): Promise<HeldContentRow[]> {
  return db.query<HeldContentRow>(
    `WITH one AS (SELECT id, consumer, topic, key, type FROM held_message WHERE id = $1)
     SELECT ${COLUMNS}, ${CONTENT_COLUMNS}
     FROM one CROSS JOIN LATERAL (${['waiting', 'dead', 'discarded'].map(othersOfOne).join(' UNION ALL ')}) o
     JOIN held_message h ON h.id = o.id
     ORDER BY h.seq DESC LIMIT ${OTHERS}`,
    [id],
  );
}

/** In one state, so that an index of it serves. */
function othersOfOne(state: string): string {
  return `(SELECT m.id FROM held_message m
    WHERE m.consumer = one.consumer AND m.topic = one.topic AND m.key = one.key AND m.type = one.type AND m.id <> one.id
      AND m.state = '${state}' ORDER BY m.seq DESC LIMIT ${OTHERS})`;
}

export function summaryOf(row: HeldRow): HeldSummary {
  const { cause_code: code, cause_stage: stage, cause_detail: detail } = row;
  return {
    id: row.id,
    state: row.state,
    topic: row.topic,
    partition: row.partition,
    offset: row.seq,
    key: row.key?.toString() ?? null,
    type: row.type,
    messageId: row.message_id,
    correlationId: row.correlation_id,
    correlationMade: row.correlation_made,
    cause: code === null ? null : { code, stage, detail },
    firstCause: row.first_cause,
    attempts: { started: row.started, finished: row.finished },
    edited: row.edited,
    returns: row.returns,
    recordedAt: row.recorded_at.toISOString(),
    heldAt: row.held_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

/** The record of the log that a row holds, with its present content. */
export function recordOf({ topic, partition, seq, recorded_at, whole_key: key, value, headers }: HeldContentRow): RawRecord {
  const place = { topic, partition, offset: BigInt(seq), timestamp: recorded_at.getTime() };
  return { ...place, key, value, headers: readHeaders(headers) };
}

/** The ids of what a batch is to redrive, in the order of the log. */
export async function selectHeld(
  db: Queryable,
  consumer: string,
  filter: HeldFilter,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT h.id FROM held_message h WHERE ${MATCHES_FILTER} ORDER BY h.topic, h.partition, h.seq LIMIT $11`,
    [...heldFilterParams(consumer, filter), limit],
  );
  return rows.map(({ id }) => id);
}

/** Those of some ids, in the order of the ids. */
export async function summariesOf(db: Queryable, ids: readonly string[]): Promise<HeldSummary[]> {
  const rows = await db.query<HeldRow>(
    `SELECT ${COLUMNS} FROM unnest($1::uuid[]) WITH ORDINALITY w (id, at) JOIN held_message h USING (id) ORDER BY w.at`,
    [ids],
  );
  return rows.map(summaryOf);
}

/** How many a filter selects, and how many of them came back so often. */
export async function countHeld(
  db: Queryable,
  consumer: string,
  filter: HeldFilter,
  returns: number,
): Promise<{ readonly total: number; readonly returned: number }> {
  const [row] = await db.query<{ total: number; returned: number }>(
    `SELECT count(*)::integer AS total, (count(*) FILTER (WHERE h.returns >= $11))::integer AS returned
     FROM held_message h WHERE ${MATCHES_FILTER}`,
    [...heldFilterParams(consumer, filter), returns],
  );
  return row!;
}

/** The present instant by the clock of the database, down to the millisecond. */
export async function readClock(db: Queryable): Promise<string> {
  const [row] = await db.query<{ now: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`);
  return row!.now.toISOString();
}
