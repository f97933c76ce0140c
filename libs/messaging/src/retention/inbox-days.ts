import type { Queryable } from '../transaction/output-statements.js';

/**
 * The partitions of the inbox, each for the ids that carry one day (UTC) as their time of acceptance, beside the default
 * partition for all other ids.
 *
 * A message has the same id whenever it arrives, so its row is found whatever the day: a partition only says where it
 * lies. Ids of one day also arrive much later, with a timer's message or the answer of a slow call; so what counts for
 * their retention is when they were entered.
 */
export class InboxDays {
  constructor(private readonly db: Queryable) {}

  /** Makes the partitions from today on that are missing, with the rows that the default partition has of their days. */
  async open(daysAhead: number): Promise<number> {
    const opened = await this.db.query(
      `SELECT open_inbox_day(day)
       FROM (SELECT today.day + ahead AS day
             FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS day) today, generate_series(0, $1::integer) ahead) d
       WHERE to_regclass('inbox_' || to_char(day, 'YYYYMMDD')) IS NULL`,
      [daysAhead],
    );
    return opened.length;
  }

  /**
   * Drops the oldest partition whose day ended before the retention, but for the rows entered since, which move.
   *
   * Nobody enters an id meanwhile. It takes milliseconds, however many rows there are: an index of those that were
   * entered after their day finds what moves. A day that a release without that index has opened is read whole.
   */
  async close(keptDays: number): Promise<number> {
    const closed = await this.db.query(
      `SELECT close_inbox_day(day, now() - make_interval(days => $1))
       FROM (SELECT to_date(right(relname, 8), 'YYYYMMDD') AS day
             FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
             WHERE inhparent = 'inbox'::regclass AND relname ~ '^inbox_[0-9]{8}$'
             ORDER BY relname LIMIT 1) oldest
       WHERE (day + 1)::timestamp AT TIME ZONE 'UTC' <= now() - make_interval(days => $1)`,
      [keptDays],
    );
    return closed.length;
  }

  /** Deletes rows of the default partition that were entered before the retention, up to so many. */
  async prune(keptDays: number, limit: number): Promise<number> {
    const deleted = await this.db.query(
      `DELETE FROM inbox_default WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM inbox_default WHERE entered_at < now() - make_interval(days => $1) LIMIT $2))
       RETURNING 1`,
      [keptDays, limit],
    );
    return deleted.length;
  }
}
