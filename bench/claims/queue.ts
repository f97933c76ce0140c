import type { Pool } from 'pg';
import type { Shape } from './shapes.js';

/** The one target of the queue. */
export const TARGET = 'bench';
/** The type of calls that the worker knows. */
export const TYPE = 'bench';
/** What a call asks for: about what a small order's does. */
const DATA_BYTES = 600;

/** Fills the tables of outgoing calls with so many that wait, in a shape, and so many that have ended. */
export async function fillQueue(pool: Pool, waiting: number, { orderKey, isHeld, isUnknown }: Shape): Promise<void> {
  await pool.query('TRUNCATE outbound_open_call');
  await pool.query(`
    INSERT INTO outbound_open_call (
      target, type, order_key, repeat_key, data, state, act, due_at, uncertain_since, cause_id, correlation_id,
      accepted_at, created_at)
    SELECT '${TARGET}', CASE WHEN ${isUnknown(waiting)} THEN 'later' ELSE '${TYPE}' END, ${orderKey(waiting)}, 'r' || i, '"' || repeat('x', ${DATA_BYTES}) || '"',
           CASE WHEN ${isHeld(waiting)} THEN 'unknown' ELSE 'pending' END,
           CASE WHEN ${isHeld(waiting)} THEN 'look-up' ELSE 'send' END,
           CASE WHEN ${isHeld(waiting)} THEN 'infinity' ELSE now() - interval '1 day' + i * interval '1 millisecond' END,
           CASE WHEN ${isHeld(waiting)} THEN now() END,
           'cause', 'correlation', 0, now()
    FROM generate_series(0, ${waiting - 1}) AS i`);
  await pool.query('VACUUM (ANALYZE) outbound_open_call');
}

/** Adds so many ended calls, each with its attempt. */
export async function fillEnded(pool: Pool, count: number): Promise<void> {
  if (count === 0) return;
  await pool.query(`
    INSERT INTO outbound_ended_call (
      id, target, type, order_key, repeat_key, state, act, attempts, outcome, correlation_id, created_at, ended_at)
    SELECT -i, '${TARGET}', '${TYPE}', 'e' || i, 'r' || i, 'completed', 'send', 0, '{"kind":"done","result":{"number":1}}',
           'correlation', now(), now() - interval '20 days' + i * interval '1 millisecond'
    FROM generate_series(1, ${count}) AS i`);
  await pool.query(`
    INSERT INTO outbound_attempt (call_id, lease_version, act, started_at, finished_at, result)
    SELECT -i, 1, 'send', now(), now(), 'done' FROM generate_series(1, ${count}) AS i`);
  await pool.query('VACUUM (ANALYZE) outbound_ended_call, outbound_attempt');
}

/** The plan of a statement as it ran, then undone; as text. */
export async function planOf(pool: Pool, statement: string, params: readonly unknown[]): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ${statement}`, [...params]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
