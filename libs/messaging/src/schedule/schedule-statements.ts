import type { Output } from '../transaction/output.js';
import type { Queryable } from '../transaction/output-statements.js';

/** The statements of scheduled messages. An object, so that a test can show what they are for by leaving one out. */
export interface ScheduleStatements {
  /** Takes messages that are due out of the table, the longest due first; each goes to one taker only. */
  takeDue(db: Queryable, limit: number): Promise<readonly Output[]>;
}

export const scheduleStatements: ScheduleStatements = {
  takeDue(db, limit) {
    return db.query<Output>(
      `WITH due AS (
         SELECT name FROM scheduled_message WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ), taken AS (
         DELETE FROM scheduled_message s USING due WHERE s.name = due.name
         RETURNING s.due_at, s.topic, s.key, s.lane, s.message_id, s.value, s.headers
       )
       SELECT topic, key, lane, message_id AS "messageId", value, headers FROM taken ORDER BY due_at`,
      [limit],
    );
  },
};
