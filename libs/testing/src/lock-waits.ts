import type { Pool } from 'pg';

/**
 * How many sessions of a database wait for a lock, as somebody else holds it.
 *
 * @param database a pool or a connection, of a role that may see what other sessions do.
 * @param statement a part of the statement that has to wait; default: any.
 */
export async function lockWaits(database: Pick<Pool, 'query'>, statement = ''): Promise<number> {
  const { rows } = await database.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND strpos(query, $1) > 0`,
    [statement],
  );
  return rows.length;
}
