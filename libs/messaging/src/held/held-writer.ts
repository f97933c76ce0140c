import { type Failure, OffsetHeldBefore } from '../consumer/failure.js';
import { MAX_UNFINISHED_STARTS, processEnded } from '../consumer/run-starts.js';
import type { RawRecord } from '../message/raw-record.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { HeldHead } from './held-heads.js';
import { comparableKey, correlationOf, type Hold, HeldState, IS_FRESH, isLongKey, storedHeaders, tellsType } from './held-message.js';

/**
 * Writes held messages within the transaction that found out about them. When one became dead is told by the clock, not by
 * the beginning of the transaction: a dry run in between could not see it.
 */
export class HeldWriter {
  constructor(private readonly consumer: string) {}

  /**
   * Stores what is to be held, at once; a record that is held already stays as it is.
   *
   * @throws {OffsetHeldBefore} when another message was held at one of the offsets; transient, until a person has made room.
   */
  async hold(db: Queryable, holds: readonly Hold[]): Promise<void> {
    if (holds.length === 0) return;
    const correlations = holds.map(({ record }) => correlationOf(record));
    const ended = holds.map(({ failure }) => (failure ? triesEnded(failure) : 0));
    const started = holds.map(({ failure }, at) => (failure === processEnded ? MAX_UNFINISHED_STARTS : ended[at]));
    const written = await db.query(
      `INSERT INTO held_message (consumer, topic, partition, key, long_key, seq, message_id, type, correlation_id,
         correlation_made, value, headers, recorded_at, state, blocks, started, finished, unfinished_starts, due_at,
         first_cause, cause_code, cause_stage, cause_detail)
       SELECT $1, h.topic, h.partition, h.key, h.long_key, h.seq, h.message_id, h.type, h.correlation_id, h.correlation_made,
         h.value, h.headers, h.recorded_at, h.state, h.blocks, h.started, h.ended,
         CASE WHEN h.started > h.ended THEN 1 ELSE 0 END,
         clock_timestamp() + h.due_in_ms * interval '1 millisecond', h.first_cause, h.code, h.stage, h.detail
       FROM unnest($2::text[], $3::integer[], $4::bytea[], $5::bigint[], $6::uuid[], $7::text[], $8::text[],
         $9::boolean[], $10::bytea[], $11::json[], $12::timestamptz[], $13::text[], $14::boolean[], $15::integer[],
         $16::integer[], $17::integer[], $18::jsonb[], $19::text[], $20::text[], $21::text[], $22::bytea[])
         h (topic, partition, key, seq, message_id, type, correlation_id, correlation_made, value, headers,
            recorded_at, state, blocks, started, ended, due_in_ms, first_cause, code, stage, detail, long_key)
       ON CONFLICT (consumer, topic, partition, seq) DO NOTHING RETURNING 1`,
      [
        this.consumer,
        holds.map(({ record }) => record.topic),
        holds.map(({ record }) => record.partition),
        holds.map(({ record }) => comparableKey(record.key)),
        holds.map(({ record }) => String(record.offset)),
        holds.map(({ messageId }) => messageId),
        holds.map(({ record }) => tellsType(record)),
        correlations.map(({ id }) => id),
        correlations.map(({ made }) => made),
        holds.map(({ record }) => record.value),
        holds.map(({ record }) => storedHeaders(record.headers)),
        holds.map(({ record }) => new Date(record.timestamp).toISOString()),
        holds.map(({ state }) => state),
        holds.map(({ blocks }) => blocks),
        started,
        ended,
        holds.map(({ dueInMs }) => dueInMs),
        holds.map(({ failure }) => (failure ? firstCause(failure) : null)),
        holds.map(({ failure }) => failure?.code ?? null),
        holds.map(({ failure }) => failure?.stage ?? null),
        holds.map(({ failure }) => failure?.detail ?? null),
        holds.map(({ record }) => (isLongKey(record.key) ? record.key : null)),
      ],
    );
    if (written.length < holds.length) await this.assertHeld(db, holds);
  }

  /** Whatever is held at these offsets are these messages. */
  private async assertHeld(db: Queryable, holds: readonly Hold[]): Promise<void> {
    const [other] = await db.query<Pick<RawRecord, 'topic' | 'partition'> & { readonly seq: string }>(
      `SELECT m.topic, m.partition, m.seq
       FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::uuid[]) h (topic, partition, seq, message_id)
       JOIN held_message m ON m.consumer = $1 AND m.topic = h.topic AND m.partition = h.partition AND m.seq = h.seq
       WHERE m.message_id <> h.message_id
       ORDER BY m.topic, m.partition, m.seq LIMIT 1`,
      [
        this.consumer,
        holds.map(({ record }) => record.topic),
        holds.map(({ record }) => record.partition),
        holds.map(({ record }) => String(record.offset)),
        holds.map(({ messageId }) => messageId),
      ],
    );
    if (other) throw new OffsetHeldBefore(`offset ${other.seq} of ${other.topic}/${other.partition}`);
  }

  /**
   * Counts the start of a try by a process, so that one which takes the process with it is seen.
   *
   * @returns how many processes have started it and not ended it, this one included.
   */
  async start(db: Queryable, id: string, process: string): Promise<number> {
    const [row] = await db.query<{ unfinished: number }>(
      `UPDATE held_message
       SET started = started + 1, starter = $2,
         unfinished_starts = unfinished_starts + CASE WHEN starter IS DISTINCT FROM $2 THEN 1 ELSE 0 END
       WHERE id = $1 RETURNING unfinished_starts AS unfinished`,
      [id, process],
    );
    return row?.unfinished ?? 0;
  }

  /** Ends a held message that has been handled, and notes which message it was. */
  async handled(db: Queryable, id: string, messageId: string): Promise<void> {
    await db.query(
      `UPDATE held_message
       SET state = 'handled', message_id = $2, finished = finished + 1, unfinished_starts = 0, starter = NULL, resolved_at = now()
       WHERE id = $1`,
      [id, messageId],
    );
  }

  /** Ends a held record of a message that runs from another one; its cause tells so. */
  async duplicate(db: Queryable, id: string, messageId: string): Promise<void> {
    await db.query(`UPDATE held_message SET message_id = $2, ${AS_DUPLICATE} WHERE id = $1`, [id, messageId]);
  }

  /**
   * Lets a held record run in place of others that hold the same message: those that are open end with it, but for one that a
   * person has edited, which is not the same any more.
   *
   * The inbox may have forgotten the message by then, or know it from one of them alone: they tell more.
   *
   * @returns whether it is to run, as far as they tell: not where one of them has, or an edited one will; `undefined` without any.
   */
  async takeOver(db: Queryable, { id, record }: Pick<HeldHead, 'id' | 'record'>, messageId: string): Promise<boolean | undefined> {
    const others = 'consumer = $1 AND message_id = $2 AND topic = $3 AND key = $4 AND id <> $5';
    const params = [this.consumer, messageId, record.topic, comparableKey(record.key), id];
    const open = await db.query(
      `UPDATE held_message SET ${AS_DUPLICATE} WHERE ${others} AND NOT edited AND state IN ('waiting', 'dead') RETURNING 1`,
      params,
    );
    if (open.length > 0) return true;
    const [left] = await db.query<{ isToRun: boolean | null }>(
      `SELECT bool_and(state = 'discarded') AS "isToRun" FROM held_message
       WHERE ${others} AND NOT (state = 'handled' AND cause_code IS NOT DISTINCT FROM '${DUPLICATE}')`,
      params,
    );
    return left?.isToRun ?? undefined;
  }

  /** Lets one wait a while that could not be tried, for no fault of its own. No try is counted, nor does its time begin. */
  async putOff(db: Queryable, id: string, ms: number): Promise<void> {
    await db.query(
      `UPDATE held_message
       SET due_at = now() + $2::integer * interval '1 millisecond',
         retry_since = CASE WHEN ${IS_FRESH} THEN now() + $2::integer * interval '1 millisecond' ELSE retry_since END
       WHERE id = $1 AND state = 'waiting'`,
      [id, ms],
    );
  }

  /** Records a failed try and what becomes of the message; counts how often it came back, of one cause, after a redrive. */
  async failed(
    db: Queryable,
    id: string,
    failure: Failure,
    next: { readonly state: HeldState; readonly blocks: boolean; readonly dueInMs: number },
  ): Promise<void> {
    await db.query(
      `UPDATE held_message
       SET state = $2, blocks = $3, due_at = clock_timestamp() + $4::integer * interval '1 millisecond',
         retry_since = CASE WHEN ${IS_FRESH} THEN now() ELSE retry_since END,
         finished = finished + $9, unfinished_starts = 1 - $9, starter = NULL,
         first_cause = coalesce(first_cause, $5::jsonb), cause_code = $6, cause_stage = $7, cause_detail = $8,
         returns = CASE WHEN $2 = 'dead' AND redriven_cause IS NOT NULL
           THEN CASE WHEN redriven_cause = $6 THEN returns + 1 ELSE 0 END ELSE returns END,
         redriven_cause = CASE WHEN $2 = 'dead' THEN NULL ELSE redriven_cause END
       WHERE id = $1`,
      [id, next.state, next.blocks, next.dueInMs, firstCause(failure), failure.code, failure.stage, failure.detail,
        triesEnded(failure)],
    );
  }
}

const DUPLICATE = 'duplicate';

/** Ends a record beside another of the same message: what became of that one counts. */
const AS_DUPLICATE = `state = 'handled', unfinished_starts = 0, starter = NULL, resolved_at = now(),
  cause_code = '${DUPLICATE}', cause_stage = 'inbox', cause_detail = 'another record of the same message runs in its place, or has run'`;

/** A message that took its process with it was started, and no try of it ended. */
function triesEnded(failure: Failure): number {
  return failure === processEnded ? 0 : 1;
}

function firstCause({ code, stage, detail }: Failure): string {
  return JSON.stringify({ code, stage, detail, at: new Date().toISOString() });
}
