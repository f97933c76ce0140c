import type { AuditLog } from '../audit/audit-log.js';
import { orderIdOf } from '../held/held-message.js';
import type { Actor } from '../held/held-messages.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { Transactions } from '../transaction/transactions.js';

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

/** What records that the broker refuses are administered with. */
export interface StuckOutputsParts {
  readonly db: Queryable;
  readonly transactions: Pick<Transactions, 'run'>;
  readonly audit: Pick<AuditLog, 'record'>;
}

/** What the audit log calls a record of the outbox. */
const OUTBOX_SUBJECT = 'outbox-record';

type ReleasedRow = Pick<StuckOutput, 'topic' | 'messageId' | 'cause'> & { readonly key: Buffer | null };

/**
 * Records that the broker refuses. Each holds back the later ones of its key until a person has removed the cause and
 * lets it be sent again.
 */
export class StuckOutputs {
  constructor(private readonly parts: StuckOutputsParts) {}

  /** The oldest hundred. The outbox is read once for all of them: it has no index of the keys of what waits. */
  list(): Promise<StuckOutput[]> {
    return this.parts.db.query<StuckOutput>(
      `WITH behind AS MATERIALIZED (
         SELECT earlier.id, count(*)::integer AS waiting FROM outbox_message o CROSS JOIN LATERAL (
           SELECT s.id FROM outbox_message s WHERE s.state = 'stuck' AND s.key = o.key AND s.id < o.id OFFSET 0) earlier
         GROUP BY earlier.id)
       SELECT s.id, s.topic, s.message_id AS "messageId", s.stuck_cause AS cause, s.created_at AS "createdAt",
         coalesce((SELECT waiting FROM behind WHERE behind.id = s.id), 0) AS waiting
       FROM outbox_message s WHERE s.state = 'stuck' ORDER BY s.id LIMIT 100`,
    );
  }

  /**
   * Has a record sent again, and what waits behind it; that commits with who did it and why. Returns whether it was stuck:
   * calling again changes nothing, and is no act.
   *
   * Where the broker had refused its topic less than a minute ago it may become stuck once more.
   */
  release(id: string, { by, reason }: Actor): Promise<boolean> {
    return this.parts.transactions.run(async (db) => {
      const [released] = await db.query<ReleasedRow>(
        `UPDATE outbox_message o SET state = 'ready', stuck_cause = NULL
         FROM (SELECT id, stuck_cause FROM outbox_message WHERE id = $1 AND state = 'stuck' FOR UPDATE) was
         WHERE o.id = was.id
         RETURNING o.topic, o.key, o.message_id AS "messageId", was.stuck_cause AS cause`,
        [id],
      );
      if (!released) return false;
      const { key, ...told } = released;
      const subject = { kind: OUTBOX_SUBJECT, id };
      await this.parts.audit.record(db, { act: 'release', subject, by, reason, detail: { ...told, orderId: orderIdOf(key) } });
      return true;
    });
  }
}
