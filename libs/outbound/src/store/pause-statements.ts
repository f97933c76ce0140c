const shown = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The pauses that hold now. */
export const readPauses = `
  SELECT target, ${shown('since')} AS since, CASE WHEN isfinite(until) THEN ${shown('until')} END AS until,
         actor AS by, reason
  FROM outbound_pause WHERE until > now()`;

/** Pauses a target ($1) until an instant ($2), or for good; one that was paused before is paused anew. */
export const pauseTarget = `
  INSERT INTO outbound_pause (target, until, actor, reason) VALUES ($1, coalesce($2::timestamptz, 'infinity'), $3, $4)
  ON CONFLICT (target) DO UPDATE SET
    since = CASE WHEN outbound_pause.until > now() THEN outbound_pause.since ELSE now() END,
    until = excluded.until, actor = excluded.actor, reason = excluded.reason`;

/** Ends the pause of a target ($1), if one holds. */
export const resumeTarget = `DELETE FROM outbound_pause WHERE target = $1 AND until > now() RETURNING target`;

/**
 * What waits at each target, and for how long the oldest of it does. Of all open calls the $1 oldest are counted, and as
 * many of those that are uncertain, besides those under way: `atLeast` where there may be more.
 */
export const waitingByTarget = `
  WITH oldest AS (
    SELECT id FROM outbound_open_call ORDER BY id LIMIT $1
  ), uncertain AS (
    SELECT id FROM outbound_open_call WHERE uncertain_since IS NOT NULL ORDER BY id LIMIT $1
  ), looked AS (
    SELECT id FROM oldest UNION SELECT id FROM uncertain
    UNION SELECT substring(owner FROM '/(\\d{1,18})$')::bigint FROM lease WHERE name LIKE 'outbound/%/slot/%'
  )
  SELECT c.target, c.state, count(*)::integer AS count,
         count(*) FILTER (WHERE c.due_at = 'infinity')::integer AS "forAPerson", ${shown('min(c.created_at)')} AS oldest,
         CASE c.state
           WHEN 'pending' THEN (SELECT count(*) FROM oldest) = $1
           WHEN 'unknown' THEN (SELECT count(*) FROM uncertain) = $1
           ELSE false
         END AS "atLeast"
  FROM looked JOIN outbound_open_call c USING (id)
  GROUP BY c.target, c.state ORDER BY c.target, c.state`;
