import type { Queryable } from '../transaction/output-statements.js';

/**
 * Lets an open message run as soon as it is the first of its key; remembers what it was dead of. The time for which it is
 * tried begins anew.
 */
export async function letRun(db: Queryable, id: string): Promise<void> {
  await db.query(
    `UPDATE held_message
     SET redriven_cause = CASE state WHEN 'dead' THEN cause_code ELSE redriven_cause END, state = 'waiting', due_at = now(),
       retry_since = now()
     WHERE id = $1 AND state IN ('waiting', 'dead')`,
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

/** Gives an open message another content; keeps the one that it came with. */
export async function putValue(db: Queryable, id: string, value: Buffer): Promise<void> {
  await db.query(
    `UPDATE held_message
     SET original_value = CASE WHEN edited THEN original_value ELSE value END, value = $2, edited = true, returns = 0
     WHERE id = $1 AND state IN ('waiting', 'dead')`,
    [id, value],
  );
}
