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

/** What waits at each target, and for how long the oldest of it does. */
export const waitingByTarget = `
  SELECT target, state, count(*)::integer AS count,
         count(*) FILTER (WHERE due_at = 'infinity')::integer AS "forAPerson", ${shown('min(created_at)')} AS oldest
  FROM outbound_open_call GROUP BY target, state`;
