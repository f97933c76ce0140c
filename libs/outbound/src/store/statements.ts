/** The conditions that the safety of outgoing calls rests on, and the statements built with them. */
export interface OutboundStatements {
  readonly claim: string;
  readonly settle: string;
  readonly expire: string;
}

/** A call may be taken only if it is the oldest open one of its target and order key: nothing overtakes. */
export const oldestOfItsKey = `
  c.id = (
    SELECT o.id FROM outbound_call o
    WHERE o.target = c.target AND o.order_key = c.order_key AND o.state IN ('pending', 'processing', 'unknown')
    ORDER BY o.id LIMIT 1)`;

/** A slot may be taken only if nobody's lease on it lasts; the database's clock decides. */
export const slotIsFree = `until <= now()`;

/** A result counts only while the lease it was got under lasts. */
export const leaseLasts = `
  c.state = 'processing' AND c.lease_version = r.version AND c.lease_until > clock_timestamp()`;

/** A lease can be ended from outside only once its time is up. */
export const leaseIsOver = `
  c.state = 'processing' AND c.lease_version = r.version AND c.lease_until <= clock_timestamp()`;

/** What a worker needs to know of a call `c`. */
export const callColumns = `
  c.id, c.type, c.order_key, c.repeat_key, c.data, c.lease_version, c.slot, c.slot_epoch, c.act,
  c.attempts, c.first_sent_at, c.last_sent_at, c.uncertain_since, c.empty_look_ups, c.refusal,
  c.cause_id, c.correlation_id, c.accepted_at, c.traceparent, clock_timestamp() AS seen_at`;

/**
 * Takes due calls of a target and a free slot for each; writes nothing where no call is due.
 * $1 target, $2 names of its slots, $3 at most, $4 owner, $5 length of the lease in ms, $6 name of its pace or null,
 * $7 calls a second.
 */
function claimStatement(headOnly: string, free: string): string {
  return `
    WITH pace AS (
      SELECT floor(extract(epoch FROM now() + interval '1 second' - greatest(until, now())) * $7::float8) AS quota
      FROM lease WHERE name = $6 FOR UPDATE
    ), ready AS (
      SELECT c.id FROM outbound_call c
      WHERE c.target = $1 AND c.state IN ('pending', 'unknown') AND c.due_at <= now() AND ${headOnly}
      ORDER BY c.due_at, c.id LIMIT $3 FOR UPDATE SKIP LOCKED
    ), slot AS (
      SELECT name FROM lease WHERE name = ANY ($2) AND ${free}
      ORDER BY name
      LIMIT greatest(least((SELECT count(*) FROM ready), (SELECT quota FROM pace)::bigint), 0)
      FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE lease l SET owner = $4, epoch = l.epoch + 1, until = now() + $5::float8 * interval '1 millisecond'
      FROM unnest(ARRAY(SELECT id FROM ready), ARRAY(SELECT name FROM slot)) AS r (id, slot) WHERE l.name = r.slot
      RETURNING r.id, l.name, l.epoch, l.until
    ), paced AS (
      UPDATE lease SET until = greatest(until, now())
                             + (SELECT count(*) FROM taken) / $7::float8 * interval '1 second' WHERE name = $6
    )
    UPDATE outbound_call c SET
      state = 'processing', lease_version = c.lease_version + 1, lease_until = t.until,
      slot = t.name, slot_epoch = t.epoch,
      first_sent_at = CASE WHEN c.act = 'send' THEN coalesce(c.first_sent_at, now()) ELSE c.first_sent_at END,
      last_sent_at = CASE WHEN c.act = 'send' THEN now() ELSE c.last_sent_at END
    FROM taken t WHERE c.id = t.id
    RETURNING ${callColumns}`;
}

/**
 * Records results set-wise ($1, a JSON array) and tells which of them were applied.
 *
 * One whose lease no longer fits is kept as evidence with its attempt, and brings the next look-up forward.
 */
function settleStatement(fence: string): string {
  return `
    WITH result AS (
      SELECT * FROM json_to_recordset($1::json) AS r (
        id bigint, version integer, slot text, epoch bigint, state text, act text, due_in_ms float8, attempts integer,
        last_sent_at float8, uncertain_since float8, empty_look_ups integer, refusal json, outcome json, tried text,
        started_at float8, finished_at float8, result text, reason text, request json, response json)
    ), settled AS (
      UPDATE outbound_call c SET
        state = r.state, act = r.act, attempts = r.attempts,
        due_at = coalesce(clock_timestamp() + r.due_in_ms * interval '1 millisecond', 'infinity'),
        lease_until = NULL, slot = NULL, slot_epoch = NULL,
        last_sent_at = to_timestamp(r.last_sent_at / 1000), uncertain_since = to_timestamp(r.uncertain_since / 1000),
        empty_look_ups = r.empty_look_ups,
        refusal = r.refusal, outcome = r.outcome,
        ended_at = CASE WHEN r.outcome IS NOT NULL THEN clock_timestamp() END,
        data = CASE WHEN r.outcome IS NULL THEN c.data END
      FROM result r WHERE c.id = r.id AND ${fence}
      RETURNING c.id
    ), freed AS (
      UPDATE lease l SET owner = NULL, until = clock_timestamp()
      FROM result r WHERE l.name = r.slot AND l.epoch = r.epoch
    ), kept AS (
      INSERT INTO outbound_attempt AS a (
        call_id, lease_version, act, started_at, finished_at, result, reason, request, response, late)
      SELECT r.id, r.version, r.tried, to_timestamp(r.started_at / 1000), to_timestamp(r.finished_at / 1000),
             r.result, r.reason, r.request, r.response, r.id NOT IN (SELECT id FROM settled)
      FROM result r
      ON CONFLICT (call_id, lease_version) DO UPDATE SET
        finished_at = excluded.finished_at, result = excluded.result, reason = excluded.reason,
        request = excluded.request, response = excluded.response, late = true
      WHERE a.finished_at IS NULL
    ), hinted AS (
      UPDATE outbound_call c SET due_at = clock_timestamp()
      FROM result r
      WHERE c.id = r.id AND c.state = 'unknown' AND c.act = 'look-up' AND c.due_at > clock_timestamp()
    )
    SELECT id FROM settled`;
}

/** Statements of {@link settleStatement} with a fence of one's own; the library's are {@link outboundStatements}. */
export function buildStatements(
  conditions: Partial<Record<'oldestOfItsKey' | 'slotIsFree' | 'leaseLasts', string>> = {},
): OutboundStatements {
  return {
    claim: claimStatement(conditions.oldestOfItsKey ?? oldestOfItsKey, conditions.slotIsFree ?? slotIsFree),
    settle: settleStatement(conditions.leaseLasts ?? leaseLasts),
    expire: settleStatement(leaseIsOver),
  };
}

export const outboundStatements = buildStatements();

/** Locks calls whose lease is over, oldest first, leaving those that somebody is just settling. */
export const findExpired = `
  SELECT ${callColumns} FROM outbound_call c
  WHERE c.state = 'processing' AND c.lease_until <= clock_timestamp()
  ORDER BY c.id LIMIT 200 FOR UPDATE SKIP LOCKED`;

/** Serializes writers of the same order keys ($1 targets, $2 order keys), so that ids come in order of commit. */
export const lockOrderKeys = `
  SELECT pg_advisory_xact_lock(k.key)
  FROM (SELECT DISTINCT hashtextextended(t.target || ' ' || t.order_key, 0) AS key
        FROM unnest($1::text[], $2::text[]) t (target, order_key) ORDER BY key) k`;

/** Stores calls ($1, a JSON array) in their order. */
export const insertCalls = `
  INSERT INTO outbound_call (
    target, type, order_key, repeat_key, command_id, data, cause_id, correlation_id, accepted_at, traceparent)
  SELECT target, type, order_key, repeat_key, command_id, data, cause_id, correlation_id, accepted_at, traceparent
  FROM json_to_recordset($1::json) AS r (
    n integer, target text, type text, order_key text, repeat_key text, command_id uuid, data json, cause_id text,
    correlation_id text, accepted_at bigint, traceparent text)
  ORDER BY n`;

/** Takes back the open calls of a command ($1), if every one of them is pending and nobody is at it just now. */
export const withdrawCalls = `
  WITH open AS (
    SELECT id FROM outbound_call WHERE command_id = $1 AND state IN ('pending', 'processing', 'unknown')
  ), held AS (
    SELECT id FROM outbound_call
    WHERE id IN (SELECT id FROM open) AND state = 'pending' FOR UPDATE SKIP LOCKED
  )
  UPDATE outbound_call c SET state = 'withdrawn', ended_at = now(), due_at = 'infinity', data = NULL
  WHERE c.id IN (SELECT id FROM held) AND (SELECT count(*) FROM held) = (SELECT count(*) FROM open)
  RETURNING c.id`;

/** Creates the lease rows named in $1 that are not there yet. */
export const createLeases = `INSERT INTO lease (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`;
