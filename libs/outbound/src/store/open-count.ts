import type { Queryable } from './queryable.js';

/**
 * How many calls are open, as far as it matters: beyond `most` it counts no further, and below it may tell 0.
 *
 * Ids are given out one after another, so the oldest and the latest say at once that there cannot be as many.
 */
export async function openCountUpTo(db: Queryable, most: number): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT CASE WHEN coalesce(max(id) - min(id) + 1, 0) < $1::bigint THEN 0
       ELSE (SELECT count(*) FROM (SELECT id FROM outbound_open_call LIMIT $1::bigint + 1) open) END::integer AS count
     FROM outbound_open_call`,
    [most],
  );
  return row?.count ?? 0;
}
