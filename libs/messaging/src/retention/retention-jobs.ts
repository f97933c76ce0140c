import type { Job } from '../job/singleton-job.js';
import type { Queryable } from '../transaction/output-statements.js';
import { InboxDays } from './inbox-days.js';
import type { RetentionPolicy } from './retention-policy.js';

/**
 * The jobs that keep messaging's own tables from growing for ever: each lets go of what nobody can ask for any more.
 *
 * Time is the database's. Running them twice, at once or again, does nothing more.
 */
export function retentionJobs(policy: RetentionPolicy): readonly Job[] {
  const { everyMs, batch } = policy;
  return [
    {
      name: 'retention/inbox',
      everyMs,
      async step(db) {
        const days = new InboxDays(db);
        return (
          (await days.open(policy.inboxDaysAhead)) ||
          (await days.close(policy.inboxDays)) ||
          (await days.prune(policy.inboxDays, batch))
        );
      },
    },
    { name: 'retention/command', everyMs, step: (db) => forgetCommands(db, policy.commandDays, batch) },
    {
      name: 'retention/held',
      everyMs,
      step: async (db) => (await forgetHeld(db, policy.heldDays, batch)) || emptyHeld(db, policy.heldDays, batch),
    },
    { name: 'retention/batch', everyMs, step: (db) => forgetBatches(db, policy.heldDays) },
  ];
}

/**
 * A command's id carries the time before which it cannot have ended: that is how the primary key finds the old ones.
 *
 * One stays while a message of its key is held on its topic: that may be the command itself, which would be done, a
 * second time or in spite of its withdrawal, when a person has it run again.
 */
async function forgetCommands(db: Queryable, days: number, limit: number): Promise<number> {
  const deleted = await db.query(
    `DELETE FROM command WHERE command_id = ANY (ARRAY(
       SELECT command_id FROM command c
       WHERE command_id < first_id_of_day((now() AT TIME ZONE 'UTC')::date - $1::integer)
         AND ended_at < now() - make_interval(days => $1)
         AND NOT EXISTS (
           SELECT FROM held_message h
           WHERE h.topic = c.topic AND h.key = convert_to(c.key, 'UTF8') AND h.state IN ('waiting', 'dead'))
       LIMIT $2))
     RETURNING 1`,
    [days, limit],
  );
  return deleted.length;
}

/** Of held messages: resolved so many days ($1) ago. */
const IS_OVER = `held_at < now() - make_interval(days => $1) AND resolved_at < now() - make_interval(days => $1)
         AND state IN ('handled', 'discarded')`;

/**
 * Operators' acts go with their messages. One stays, without its content, while another of its key is held: that may be another
 * record of the same message, and what became of this one tells whether that one is to run.
 */
async function forgetHeld(db: Queryable, days: number, limit: number): Promise<number> {
  const deleted = await db.query(
    `DELETE FROM held_message WHERE id = ANY (ARRAY(
       SELECT id FROM held_message m
       WHERE ${IS_OVER}
         AND NOT EXISTS (
           SELECT FROM held_message o
           WHERE o.consumer = m.consumer AND o.topic = m.topic AND o.key = m.key AND o.state IN ('waiting', 'dead'))
       LIMIT $2))
     RETURNING 1`,
    [days, limit],
  );
  return deleted.length;
}

async function emptyHeld(db: Queryable, days: number, limit: number): Promise<number> {
  const emptied = await db.query(
    `UPDATE held_message SET value = NULL, original_value = NULL, headers = '[]' WHERE id = ANY (ARRAY(
       SELECT id FROM held_message
       WHERE ${IS_OVER} AND value IS NOT NULL
       LIMIT $2))
     RETURNING 1`,
    [days, limit],
  );
  return emptied.length;
}

/** One at a time, with its things; that it was ordered, and what it did, stays in the audit log. */
async function forgetBatches(db: Queryable, days: number): Promise<number> {
  const deleted = await db.query(
    `DELETE FROM operator_batch WHERE id = (
       SELECT id FROM operator_batch WHERE ended_at < now() - make_interval(days => $1) LIMIT 1)
     RETURNING 1`,
    [days],
  );
  return deleted.length;
}
