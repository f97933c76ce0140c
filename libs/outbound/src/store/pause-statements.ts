const shown = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const shownSince = shown('p.since');
const shownUntil = `CASE WHEN isfinite(p.until) THEN ${shown('p.until')} END`;

/** The pauses that hold now. */
export const readPauses = `
  SELECT p.target, ${shownSince} AS since, ${shownUntil} AS until, p.actor AS by, p.reason
  FROM outbound_pause p WHERE p.until > now()`;

/**
 * Pauses a target ($1) until an instant ($2), or for good. A pause that holds is replaced only where it is the one that was
 * seen ($5 since, $6 until, $7 by, $8 reason); else nothing is written.
 */
export const pauseTarget = `
  INSERT INTO outbound_pause AS p (target, until, actor, reason)
  VALUES ($1, coalesce($2::timestamptz, 'infinity'), $3, $4)
  ON CONFLICT (target) DO UPDATE SET
    since = CASE WHEN p.until > now() THEN p.since ELSE now() END,
    until = excluded.until, actor = excluded.actor, reason = excluded.reason
  WHERE p.until <= now() OR (${shownSince}, ${shownUntil}, p.actor, p.reason) IS NOT DISTINCT FROM ($5, $6, $7, $8)
  RETURNING target`;

/** Ends the pause of a target ($1), if one holds. */
export const resumeTarget = `DELETE FROM outbound_pause WHERE target = $1 AND until > now() RETURNING target`;

/**
 * What waits at each of the targets ($2), and for how long the oldest of it does. Of each the $1 calls that are due first
 * are counted, and as many of those that wait for a person; of all as many that are uncertain, and those under way:
 * `atLeast` where there may be more.
 */
export const waitingByTarget = `
  WITH due AS (
    SELECT t.name AS target, c.id
    FROM unnest($2::text[]) t (name)
    CROSS JOIN LATERAL (
      SELECT id FROM outbound_open_call WHERE target = t.name ORDER BY due_at, id LIMIT $1) c
  ), for_a_person AS (
    SELECT c.id
    FROM unnest($2::text[]) t (name)
    CROSS JOIN LATERAL (
      SELECT id FROM outbound_open_call WHERE target = t.name AND due_at = 'infinity' ORDER BY id LIMIT $1) c
  ), uncertain AS (
    SELECT id FROM outbound_open_call WHERE uncertain_since IS NOT NULL ORDER BY id LIMIT $1
  ), looked AS (
    SELECT id FROM due UNION SELECT id FROM for_a_person UNION SELECT id FROM uncertain
    UNION SELECT substring(owner FROM '/(\\d{1,18})$')::bigint FROM lease WHERE name LIKE 'outbound/%/slot/%'
  )
  SELECT c.target, c.state, count(*)::integer AS count,
         count(*) FILTER (WHERE c.due_at = 'infinity')::integer AS "forAPerson", ${shown('min(c.created_at)')} AS oldest,
         CASE c.state
           WHEN 'pending' THEN (SELECT count(*) FROM due WHERE due.target = c.target) = $1
           WHEN 'unknown' THEN (SELECT count(*) FROM uncertain) = $1
           ELSE false
         END AS "atLeast"
  FROM looked JOIN outbound_open_call c USING (id)
  GROUP BY c.target, c.state ORDER BY c.target, c.state`;
