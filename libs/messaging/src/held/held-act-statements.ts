import type { Queryable } from '../transaction/output-statements.js';
import { RUNS_AGAIN } from './held-message.js';

const SAME_RECORD_AND_KEY = `copy.consumer = first.consumer AND copy.topic = first.topic AND copy.key = first.key
  AND copy.type = first.type`;

/**
 * Lets an open message run as soon as it is the first of its key; remembers what it was dead of. The time for which it is
 * tried begins anew with its next failure.
 */
export async function letRun(db: Queryable, id: string): Promise<void> {
  await db.query(
    `UPDATE held_message
     SET redriven_cause = CASE state WHEN 'dead' THEN cause_code ELSE redriven_cause END, ${RUNS_AGAIN}
     WHERE id = $1 AND state IN ('waiting', 'dead')`,
    [id],
  );
}

/** Lets one transaction at a time discard messages of this one's record and key, until it has ended. */
export async function awaitTurn(db: Queryable, id: string): Promise<void> {
  await db.query(
    `SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'discard', consumer, topic, type, encode(key, 'hex')), 0))
     FROM held_message WHERE id = $1`,
    [id],
  );
}

/** Gives an open message up. */
export async function giveUp(db: Queryable, id: string): Promise<void> {
  await db.query(
    `UPDATE held_message SET state = 'discarded', resolved_at = now() WHERE id = $1 AND state IN ('waiting', 'dead')`,
    [id],
  );
}

/** Gives up those that queue behind a message and came with the same content. @returns their ids. */
export async function giveUpCopies(db: Queryable, id: string): Promise<string[]> {
  const copies = await db.query<{ id: string }>(
    `UPDATE held_message copy SET state = 'discarded', resolved_at = now()
     FROM held_message first
     WHERE first.id = $1 AND ${SAME_RECORD_AND_KEY} AND copy.state IN ('waiting', 'dead') AND copy.seq > first.seq
       AND NOT copy.edited AND copy.value = CASE WHEN first.edited THEN first.original_value ELSE first.value END
     RETURNING copy.id`,
    [id],
  );
  return copies.map((copy) => copy.id);
}

/** Whether another message of the same record and key is open. */
export async function isOneLeft(db: Queryable, id: string): Promise<boolean> {
  const [left] = await db.query(
    `SELECT FROM held_message first JOIN held_message copy ON ${SAME_RECORD_AND_KEY}
     WHERE first.id = $1 AND copy.id <> first.id AND copy.state IN ('waiting', 'dead') LIMIT 1`,
    [id],
  );
  return left !== undefined;
}

/** Gives an open message another content; keeps the one that it came with. */
export async function putValue(db: Queryable, id: string, value: Buffer): Promise<void> {
  await db.query(
    `UPDATE held_message
     SET original_value = CASE WHEN edited THEN original_value ELSE value END, value = $2, edited = true, returns = 0
     WHERE id = $1 AND state IN ('waiting', 'dead')`,
    [id, value],
  );
}
