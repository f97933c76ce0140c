import type { Queryable } from '../transaction/output-statements.js';

/** A record that the broker refuses, and what waits behind it. */
export interface StuckOutput {
  readonly id: string;
  readonly topic: string;
  readonly messageId: string;
  /** The broker's own name of the error. */
  readonly cause: string;
  readonly createdAt: Date;
  /** How many later records of its key wait. */
  readonly waiting: number;
}

/**
 * Records that the broker refuses. Each holds back the later ones of its key until a person has removed the cause and
 * lets it be sent again.
 */
export class StuckOutputs {
  constructor(private readonly db: Queryable) {}

  /** The oldest hundred. */
  list(): Promise<StuckOutput[]> {
    return this.db.query<StuckOutput>(
      `SELECT s.id, s.topic, s.message_id AS "messageId", s.stuck_cause AS cause, s.created_at AS "createdAt",
         (SELECT count(*)::integer FROM outbox_message o WHERE o.key = s.key AND o.id > s.id) AS waiting
       FROM outbox_message s WHERE s.state = 'stuck' ORDER BY s.id LIMIT 100`,
    );
  }

  /**
   * Has a record sent again, and what waits behind it. Returns whether it was stuck; calling again changes nothing.
   *
   * Where the broker had refused its topic less than a minute ago it may become stuck once more.
   */
  async release(id: string): Promise<boolean> {
    const released = await this.db.query(
      `UPDATE outbox_message SET state = 'ready', stuck_cause = NULL WHERE id = $1 AND state = 'stuck' RETURNING id`,
      [id],
    );
    return released.length > 0;
  }
}
