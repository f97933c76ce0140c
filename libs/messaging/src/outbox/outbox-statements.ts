import type { Pool } from 'pg';
import type { StoredOutput } from '../transaction/output.js';

/** Which rows a sender looks for. */
export interface OutboxReading {
  /** Who reads; rows that were handed to it are in its memory. */
  readonly sender: string;
  /** Lanes of which everything is read. */
  readonly undrained: readonly number[];
  /** Lanes of which rows that were handed to the sender are read only once they are old. */
  readonly drained: readonly number[];
  /** Rows that the reader has already. */
  readonly known: readonly string[];
  /** The most rows, and about the most bytes of their values, that one look gives. */
  readonly limit: number;
  readonly limitBytes: number;
}

/** What there is to send, and which lanes hold a record that the broker refuses: both of one moment. */
export interface OutboxFinding {
  readonly rows: readonly StoredOutput[];
  readonly stuckLanes: readonly number[];
}

/** How much waits to be sent, but for what waits for a person behind a record that the broker refuses. */
export interface OutboxBacklog {
  /** Rows, counted up to a limit. */
  readonly unsent: number;
  /** Age of the oldest of them. */
  readonly oldestSeconds: number;
}

/**
 * The statements of the sender, each by itself: no lock, no transaction.
 *
 * An object of functions, so that a test can show what each of them is for by leaving it out.
 */
export interface OutboxStatements {
  /** The oldest rows by id that are not known. Rows of a key wait behind a stuck one. */
  read(pool: Pool, reading: OutboxReading): Promise<OutboxFinding>;
  /** Forgets rows that the broker has acknowledged. */
  remove(pool: Pool, ids: readonly string[]): Promise<void>;
  /** Takes a row that the broker refuses out of the way, and with it the later rows of its key. */
  markStuck(pool: Pool, id: string, cause: string): Promise<void>;
  measure(pool: Pool, limit: number): Promise<OutboxBacklog>;
}

const HANDOVER_GRACE = '2 seconds';

/** Whether a row `o` waits for a person, since the broker refuses an earlier one of its key. */
const BEHIND_STUCK = `EXISTS (SELECT FROM outbox_message s WHERE s.state = 'stuck' AND s.key = o.key AND s.id < o.id)`;

export const outboxStatements: OutboxStatements = {
  async read(pool, { sender, undrained, drained, known, limit, limitBytes }) {
    const { rows } = await pool.query<StoredOutput & { readonly id: string | null; readonly stuckLanes: number[] }>(
      `SELECT stuck.lanes AS "stuckLanes", id, lane, topic, key, message_id AS "messageId", value, headers
       FROM (
         SELECT coalesce(array_agg(DISTINCT lane), '{}') AS lanes FROM outbox_message
         WHERE state = 'stuck' AND lane = ANY($1)
       ) stuck LEFT JOIN (
         SELECT first.*, sum(octet_length(value)) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS bytes
         FROM (
           SELECT o.* FROM outbox_message o
           WHERE o.state = 'ready'
             AND o.lane = ANY($1)
             AND (o.handed_to IS DISTINCT FROM $3 OR o.created_at < now() - interval '${HANDOVER_GRACE}'
               OR o.lane = ANY($2))
             AND o.id NOT IN (SELECT unnest($4::bigint[]))
             AND NOT ${BEHIND_STUCK}
           ORDER BY o.id
           LIMIT $5
         ) first
       ) o ON coalesce(bytes - octet_length(value), 0) < $6
       ORDER BY id`,
      [[...undrained, ...drained], undrained, sender, known, limit, limitBytes],
    );
    return { stuckLanes: rows[0]?.stuckLanes ?? [], rows: rows.filter(({ id }) => id !== null) };
  },

  async remove(pool, ids) {
    await pool.query('DELETE FROM outbox_message WHERE id = ANY($1::bigint[])', [ids]);
  },

  async markStuck(pool, id, cause) {
    await pool.query(`UPDATE outbox_message SET state = 'stuck', stuck_cause = $2 WHERE id = $1`, [id, cause]);
  },

  async measure(pool, limit) {
    const { rows } = await pool.query<OutboxBacklog>(
      `SELECT count(*)::integer AS unsent,
         coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
       FROM (SELECT created_at FROM outbox_message o WHERE state = 'ready' AND NOT ${BEHIND_STUCK} LIMIT $1) o`,
      [limit],
    );
    return rows[0]!;
  },
};
