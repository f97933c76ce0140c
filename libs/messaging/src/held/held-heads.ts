import type { OwnedPartition } from '../consumer/owned-partition.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { RawRecord } from '../message/raw-record.js';
import { IS_FRESH, readHeaders, WHOLE_KEY } from './held-message.js';

/** A held message that may run now. */
export interface HeldHead {
  readonly id: string;
  readonly record: RawRecord;
  /** What the inbox knows it by: of a record that was no message when it was held, its place. */
  readonly messageId: string;
  readonly blocks: boolean;
  /** Tries that have ended. */
  readonly finished: number;
  /** Since its first failure; of one that was let run again, since the first after that, 0 until then. */
  readonly triedForMs: number;
  /** The code of the first failure, if there was one. */
  readonly firstCode: string | null;
}

/** A place in the order in which held messages are looked at: when one is due, to the microsecond, and its id. */
export type DuePlace = readonly [dueAt: string, id: string];

/** What a look at the held messages that are due has found. */
export interface HeldLook {
  readonly heads: readonly HeldHead[];
  /** Where the next look goes on; `undefined` where this one has come to the end. */
  readonly next: DuePlace | undefined;
}

/** Held messages that are not resolved. */
export interface OpenCounts {
  readonly waiting: number;
  readonly dead: number;
}

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly seq: string;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly recorded_at: Date;
  readonly message_id: string;
  readonly blocks: boolean;
  readonly finished: number;
  readonly tried_for_ms: string;
  readonly first_code: string | null;
}

/** What a look tells: a head, where there is one, and where the look ended, if it may not have seen all that is due. */
type LookRow = (Row | { readonly id: null }) & { readonly last_due_at: string | null; readonly last_id: string | null };

const AT_ONCE = 20;
const LOOKED_AT = 5_000;
const FIRST: DuePlace = ['-infinity', '00000000-0000-0000-0000-000000000000'];
const IS_DUE_HEAD = `
  h.consumer = $1 AND h.state = 'waiting' AND h.due_at <= now()
  AND NOT EXISTS (
    SELECT FROM held_message e
    WHERE e.consumer = h.consumer AND e.topic = h.topic AND e.key = h.key AND e.seq < h.seq
      AND e.state IN ('waiting', 'dead') AND e.blocks)`;

/** Finds held messages that may run: due, and the first open one of their key. */
export class HeldHeads {
  constructor(private readonly consumer: string) {}

  /**
   * Up to 20 of these partitions, the longest due first, among the first 5,000 that are due from a place on. However many queue
   * behind others of their keys, a look reads no more of them: all together could not be read in the time of a statement.
   */
  async due(db: Queryable, partitions: readonly OwnedPartition[], from?: DuePlace): Promise<HeldLook> {
    const rows = await db.query<LookRow>(
      `WITH looked AS MATERIALIZED (
         SELECT h.id, h.consumer, h.topic, h.partition, h.key, h.seq, h.state, h.due_at FROM held_message h
         WHERE h.consumer = $1 AND h.state = 'waiting' AND h.due_at <= now()
           AND h.due_at >= $4::timestamptz AND (h.due_at, h.id) > ($4::timestamptz, $5::uuid)
         ORDER BY h.due_at, h.id LIMIT ${LOOKED_AT}
       ), heads AS (
         SELECT h.id FROM looked h
         WHERE ${IS_DUE_HEAD} AND (h.topic, h.partition) IN (SELECT * FROM unnest($2::text[], $3::integer[]))
         ORDER BY h.due_at, h.seq LIMIT ${AT_ONCE}
       )
       SELECT h.id, h.topic, h.partition, ${WHOLE_KEY} AS key, h.seq, h.value, h.headers, h.recorded_at, h.message_id,
         h.blocks, h.finished,
         h.first_cause ->> 'code' AS first_code,
         CASE WHEN ${IS_FRESH} THEN 0
           ELSE extract(epoch FROM now() - coalesce(h.retry_since, (h.first_cause ->> 'at')::timestamptz, now())) * 1000
         END AS tried_for_ms,
         last.last_due_at, last.last_id
       FROM (VALUES (1)) AS always
         LEFT JOIN (
           SELECT to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_due_at, id AS last_id
           FROM looked ORDER BY due_at, id OFFSET ${LOOKED_AT - 1}
         ) AS last ON true
         LEFT JOIN (heads JOIN held_message h USING (id)) ON true
       ORDER BY h.due_at, h.seq`,
      [this.consumer, partitions.map(({ topic }) => topic), partitions.map(({ number }) => number), ...(from ?? FIRST)],
    );
    const [{ last_due_at: lastDueAt, last_id: lastId } = { last_due_at: null, last_id: null }] = rows;
    return { heads: rows.filter(isHead).map(headOf), next: lastDueAt === null || lastId === null ? undefined : [lastDueAt, lastId] };
  }

  /** Locks a held message; false when it may no longer run, or was edited since it was read. */
  async lock(db: Queryable, { id, record }: Pick<HeldHead, 'id' | 'record'>): Promise<boolean> {
    const rows = await db.query(
      `SELECT FROM held_message h WHERE ${IS_DUE_HEAD} AND h.id = $2 AND h.value IS NOT DISTINCT FROM $3 FOR UPDATE`,
      [this.consumer, id, record.value],
    );
    return rows.length === 1;
  }

  /** How many are open, by state. */
  async open(db: Queryable): Promise<OpenCounts> {
    const [row] = await db.query<{ waiting: string; dead: string }>(
      `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dead') AS dead
       FROM held_message WHERE consumer = $1 AND state IN ('waiting', 'dead')`,
      [this.consumer],
    );
    return { waiting: Number(row?.waiting ?? 0), dead: Number(row?.dead ?? 0) };
  }

  /** Whether a partition's position is where its owner believes it to be. */
  async isAt(db: Queryable, { topic, number, position }: OwnedPartition): Promise<boolean> {
    const rows = await db.query(
      `SELECT FROM consumer_progress WHERE consumer = $1 AND topic = $2 AND partition = $3 AND next_offset = $4`,
      [this.consumer, topic, number, String(position)],
    );
    return rows.length === 1;
  }
}

function isHead(row: LookRow): row is LookRow & Row {
  return row.id !== null;
}

function headOf(row: Row): HeldHead {
  const { id, topic, partition, key, value, blocks, finished, first_code: firstCode } = row;
  return {
    id,
    messageId: row.message_id,
    blocks,
    finished,
    firstCode,
    triedForMs: Number(row.tried_for_ms),
    record: {
      topic,
      partition,
      offset: BigInt(row.seq),
      timestamp: row.recorded_at.getTime(),
      key,
      value,
      headers: readHeaders(row.headers),
    },
  };
}
