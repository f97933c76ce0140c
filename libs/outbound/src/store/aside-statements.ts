/*
 * How calls are put aside behind others, and come forward reliably.
 *
 * Who puts a call aside holds the one before it, so that this one cannot end meanwhile; who ends a call looks for the next
 * one in a statement of its own, which sees whatever was put aside until then. Neither waits for somebody who takes calls
 * back: what is passed over here is looked at by whoever holds it.
 */

/** A call that is put aside is looked at again after this, should nobody release it; milliseconds. */
const ASIDE_MS = 600_000;

/**
 * Puts those of the oldest due calls of each type ($1) aside that wait behind another which is not taken yet, since it is
 * not due itself or of a type that is not known here, so that a claim need not pass them each time; up to $2 calls of a type
 * are looked at. They come forward when that one ends, or is due.
 */
export const stepAside = `
  UPDATE outbound_open_call c SET
    due_at = least(b.head_due_at, clock_timestamp() + ${ASIDE_MS} * interval '1 millisecond')
  FROM (
    SELECT f.id, h.head_due_at
    FROM unnest($1::text[]) known (type)
    CROSS JOIN LATERAL (
      SELECT n.id, n.order_key, n.target FROM outbound_open_call n
      WHERE n.type = known.type AND n.state = 'pending' AND n.first_sent_at IS NULL AND n.due_at <= now()
      ORDER BY n.due_at, n.id LIMIT $2 FOR UPDATE SKIP LOCKED
    ) f
    CROSS JOIN LATERAL (
      SELECT CASE WHEN a.due_at > clock_timestamp() THEN a.due_at ELSE 'infinity' END AS head_due_at
      FROM outbound_open_call a
      WHERE a.id = (
          SELECT o.id FROM outbound_open_call o
          WHERE o.order_key = f.order_key AND o.target = f.target ORDER BY o.id LIMIT 1)
        AND a.id < f.id AND a.state <> 'processing' AND (a.due_at > clock_timestamp() OR a.type <> ALL ($1))
      FOR KEY SHARE SKIP LOCKED
    ) h
  ) b
  WHERE c.id = b.id
  RETURNING c.id`;

/** Only a call that was never taken can have been put aside; whatever else waits has its own reason. */
const isAside = `n.state = 'pending' AND n.first_sent_at IS NULL AND n.due_at > clock_timestamp()`;

/**
 * Makes the next calls due behind those that have ended ($1), each in its order key. For the transaction that ended them,
 * after the statement that did.
 */
export const releaseNext = `
  UPDATE outbound_open_call c SET due_at = clock_timestamp()
  FROM (
    SELECT n.id FROM outbound_open_call n
    WHERE n.id IN (
        SELECT (
          SELECT f.id FROM outbound_open_call f
          WHERE f.order_key = e.order_key AND f.target = e.target AND f.id > e.id ORDER BY f.id LIMIT 1)
        FROM outbound_ended_call e WHERE e.id = ANY ($1::bigint[]))
      AND ${isAside}
    ORDER BY n.id FOR UPDATE SKIP LOCKED
  ) r
  WHERE c.id = r.id`;

/**
 * Makes a call ($1) due that was put aside, where nothing is before it any more: it was held for a while, so that the end
 * of the one before it may have passed it over. Waits for whoever is just ending that one.
 */
export const comeForward = `
  UPDATE outbound_open_call n SET due_at = clock_timestamp()
  WHERE n.id = $1 AND ${isAside} AND NOT EXISTS (
    SELECT FROM outbound_open_call o WHERE o.order_key = n.order_key AND o.target = n.target AND o.id < n.id
    FOR KEY SHARE)`;
