/** The conditions that the safety of outgoing calls rests on, and the statements built with them. */
export interface OutboundStatements {
  readonly claim: string;
  readonly settle: Settling;
  readonly expire: Settling;
}

/** The statements that record results: of calls that end, and of calls that go on. */
export interface Settling {
  readonly end: string;
  readonly goOn: string;
}

/** A call may be taken only if it is the oldest open one of its target and order key: nothing overtakes. */
export const oldestOfItsKey = `
  c.id = (
    SELECT o.id FROM outbound_open_call o
    WHERE o.target = c.target AND o.order_key = c.order_key ORDER BY o.id LIMIT 1)`;

/** A slot may be taken only if nobody has it: it is given back together with its call, by its owner or by the sweep. */
export const slotIsFree = `owner IS NULL`;

/** A result counts only while the lease it was got under lasts. */
export const leaseLasts = `
  c.state = 'processing' AND c.lease_version = r.version AND c.lease_until > clock_timestamp()`;

/** A lease can be ended from outside only once its time is up. */
export const leaseIsOver = `
  c.state = 'processing' AND c.lease_version = r.version AND c.lease_until <= clock_timestamp()`;

/** Calls of a target ($1) may be taken only while no person has paused it: at once, and in every replica. */
export const isNotPaused = `NOT EXISTS (SELECT FROM outbound_pause WHERE target = $1 AND until > now())`;

/** What a worker needs to know of a call `c`. */
export const callColumns = `
  c.id, c.type, c.order_key, c.repeat_key, c.data, c.lease_version, c.act,
  c.attempts, c.first_sent_at, c.last_sent_at, c.uncertain_since, c.empty_look_ups, c.refusal,
  c.cause_id, c.correlation_id, c.accepted_at, c.traceparent, c.baggage, clock_timestamp() AS seen_at`;

/**
 * So far ahead of its rate a target may be, in seconds: by the calls of one second, and by one call where that takes
 * longer. What is added to a quota keeps a whole number from being missed by what floating point leaves of it.
 */
const PACE_WINDOW = 'greatest(1, 1 / $7::float8)';

/**
 * Takes due calls of a target and a free slot for each, which then names its call; writes nothing where no call is due.
 * $1 target, $2 names of its slots, $3 at most, $4 owner, $5 length of the lease in ms, $6 name of its pace or null,
 * $7 calls a second, $8 its call types that are known here.
 *
 * Each type has a queue of its own in the index, of which the oldest are looked at: however many calls of other types are
 * due, such as those of a later release, none of them is passed.
 */
function claimStatement(headOnly: string, free: string): string {
  return `
    WITH pace AS (
      SELECT floor((${PACE_WINDOW} - extract(epoch FROM greatest(until, now()) - now())) * $7::float8 + 1e-9) AS quota
      FROM lease WHERE name = $6 FOR UPDATE
    ), ready AS (
      SELECT o.id
      FROM unnest($8::text[]) known (type)
      CROSS JOIN LATERAL (
        SELECT c.id, c.due_at FROM outbound_open_call c
        WHERE c.type = known.type AND c.state <> 'processing' AND c.due_at <= now() AND ${isNotPaused} AND ${headOnly}
        ORDER BY c.due_at, c.id LIMIT $3 FOR UPDATE SKIP LOCKED
      ) o
      ORDER BY o.due_at, o.id LIMIT $3
    ), slot AS (
      SELECT name FROM lease WHERE name = ANY ($2) AND ${free}
      ORDER BY name
      LIMIT greatest(least((SELECT count(*) FROM ready), (SELECT quota FROM pace)::bigint), 0)
      FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE lease l SET
        owner = $4 || '/' || r.id, epoch = l.epoch + 1, until = now() + $5::float8 * interval '1 millisecond'
      FROM unnest(ARRAY(SELECT id FROM ready), ARRAY(SELECT name FROM slot)) AS r (id, slot) WHERE l.name = r.slot
      RETURNING r.id, l.name, l.epoch, l.until
    ), paced AS (
      UPDATE lease SET until = greatest(until, now())
                             + (SELECT count(*) FROM taken) / $7::float8 * interval '1 second' WHERE name = $6
    )
    UPDATE outbound_open_call c SET
      state = 'processing', lease_version = c.lease_version + 1, lease_until = t.until,
      slot = t.name, slot_epoch = t.epoch,
      first_sent_at = CASE WHEN c.act = 'send' THEN coalesce(c.first_sent_at, now()) ELSE c.first_sent_at END,
      last_sent_at = CASE WHEN c.act = 'send' THEN now() ELSE c.last_sent_at END
    FROM taken t WHERE c.id = t.id
    RETURNING ${callColumns}`;
}

/** JSON texts travel joined by a character that none of them holds in the clear; an empty one is no value. */
const jsonTexts = (param: string): string => `unnest(string_to_array(${param}::text, E'\\x1f', ''))`;

/** What was tried under a lease, in the order of {@link attemptColumns}; $1 to $9. */
const triedResults = `
  unnest($1::bigint[]), unnest($2::integer[]), unnest($3::text[]), unnest($4::float8[]), unnest($5::float8[]),
  unnest($6::text[]), unnest($7::text[]), ${jsonTexts('$8')}, ${jsonTexts('$9')}`;
const triedNames = 'id, version, tried, started_at, finished_at, result, reason, request, response';

const attemptColumns = 'call_id, lease_version, act, started_at, finished_at, result, reason, request, response';
const leadColumns = 'led_to, settled_at';
const attemptValues = `
  id, version, tried, to_timestamp(started_at / 1000), to_timestamp(finished_at / 1000), result, reason, request,
  response`;

/** Gives the slots of settled calls back and keeps what was tried. */
const afterwards = `
  freed AS (
    UPDATE lease l SET owner = NULL, until = clock_timestamp()
    FROM settled s WHERE l.name = s.slot AND l.epoch = s.slot_epoch
  ), kept AS (
    INSERT INTO outbound_attempt AS a (${attemptColumns}, ${leadColumns})
    SELECT ${attemptValues}, state, clock_timestamp() FROM settled
    ON CONFLICT (call_id, lease_version) DO UPDATE -- a late answer may have come before its lease was seen to be over
    SET led_to = excluded.led_to, settled_at = excluded.settled_at
  )
  SELECT id, version FROM settled`;

/**
 * Records results that end their calls, set-wise, and tells which of them were applied. $10 attempts, $11 state,
 * $12 outcome.
 */
function endStatement(fence: string): string {
  return `
    WITH settled AS (
      DELETE FROM outbound_open_call c
      USING ROWS FROM (${triedResults}, unnest($10::integer[]), unnest($11::text[]), ${jsonTexts('$12')})
        AS r (${triedNames}, attempts, state, outcome)
      WHERE c.id = r.id AND ${fence}
      RETURNING r.*, c.target, c.type, c.order_key, c.repeat_key, c.command_id, c.correlation_id, c.created_at,
                c.slot, c.slot_epoch
    ), ended AS (
      INSERT INTO outbound_ended_call (
        id, target, type, order_key, repeat_key, command_id, state, act, attempts, outcome,
        correlation_id, created_at, ended_at)
      SELECT id, target, type, order_key, repeat_key, command_id, state, tried, attempts, outcome::json,
             correlation_id, created_at, clock_timestamp()
      FROM settled
    ), ${afterwards}`;
}

/**
 * Records results after which their calls go on, set-wise, and tells which of them were applied. $10 attempts,
 * $11 state, $12 act, $13 due in ms, $14 last sent at, $15 uncertain since, $16 empty look-ups, $17 refusal.
 */
function goOnStatement(fence: string): string {
  return `
    WITH settled AS (
      UPDATE outbound_open_call c SET
        state = r.state, act = r.act, attempts = r.attempts, lease_until = NULL,
        due_at = coalesce(clock_timestamp() + r.due_in_ms * interval '1 millisecond', 'infinity'),
        last_sent_at = to_timestamp(r.last_sent_at / 1000), uncertain_since = to_timestamp(r.uncertain_since / 1000),
        empty_look_ups = r.empty_look_ups, refusal = r.refusal::json
      FROM ROWS FROM (${triedResults}, unnest($10::integer[]), unnest($11::text[]), unnest($12::text[]),
          unnest($13::float8[]), unnest($14::float8[]), unnest($15::float8[]), unnest($16::integer[]),
          ${jsonTexts('$17')})
        AS r (${triedNames}, attempts, state, act, due_in_ms, last_sent_at, uncertain_since, empty_look_ups, refusal)
      WHERE c.id = r.id AND ${fence}
      RETURNING r.*, c.slot, c.slot_epoch
    ), ${afterwards}`;
}

/**
 * Keeps results whose lease no longer fits as evidence with their attempts, and brings the next look-ups of their calls
 * forward.
 */
export const keepEvidence = `
  WITH late AS (
    SELECT * FROM ROWS FROM (${triedResults}) AS r (${triedNames})
  ), hinted AS (
    UPDATE outbound_open_call c SET due_at = clock_timestamp()
    FROM late
    WHERE c.id = late.id AND c.state = 'unknown' AND c.act = 'look-up' AND c.due_at > clock_timestamp()
  )
  INSERT INTO outbound_attempt AS a (${attemptColumns}, late)
  SELECT ${attemptValues}, true FROM late
  ON CONFLICT (call_id, lease_version) DO UPDATE SET
    finished_at = excluded.finished_at, result = excluded.result, reason = excluded.reason,
    request = excluded.request, response = excluded.response, late = true
  WHERE a.finished_at IS NULL`;

/** The statements with conditions of one's own; the library's are {@link outboundStatements}. */
export function buildStatements(
  conditions: Partial<Record<'oldestOfItsKey' | 'slotIsFree' | 'leaseLasts', string>> = {},
): OutboundStatements {
  return {
    claim: claimStatement(conditions.oldestOfItsKey ?? oldestOfItsKey, conditions.slotIsFree ?? slotIsFree),
    settle: settling(conditions.leaseLasts ?? leaseLasts),
    expire: settling(leaseIsOver),
  };
}

function settling(fence: string): Settling {
  return { end: endStatement(fence), goOn: goOnStatement(fence) };
}

export const outboundStatements = buildStatements();

/** So long after its lease a call of a type that is not known here is left to a process that knows it; milliseconds. */
const LEFT_TO_OTHERS_MS = 60_000;

/**
 * Locks calls whose lease is over, oldest first, leaving those that somebody is just settling. $1 the call types that are
 * known here; a call of another type is found where nobody who knows it has come for a while, since it holds a slot.
 *
 * They are found by their slots, whose owner names the call: so no index on calls has to change when one is taken.
 */
export const findExpired = `
  SELECT ${callColumns}
  FROM lease l JOIN outbound_open_call c ON c.id = substring(l.owner FROM '/(\\d{1,18})$')::bigint
  WHERE l.name LIKE 'outbound/%' AND l.until <= now()
    AND c.state = 'processing' AND c.lease_until <= clock_timestamp()
    AND (c.type = ANY ($1) OR c.lease_until <= clock_timestamp() - ${LEFT_TO_OTHERS_MS} * interval '1 millisecond')
  ORDER BY c.id LIMIT 200 FOR UPDATE OF c SKIP LOCKED`;

/** Serializes writers of the same order keys ($1 targets, $2 order keys), so that ids come in order of commit. */
export const lockOrderKeys = `
  SELECT pg_advisory_xact_lock(k.key)
  FROM (SELECT DISTINCT hashtextextended(t.target || ' ' || t.order_key, 0) AS key
        FROM unnest($1::text[], $2::text[]) t (target, order_key) ORDER BY key) k`;

/** Clocks that tell when a cause was accepted may be ahead of the database's by so much; milliseconds. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Stores calls in their order. One whose cause is older than the last restore may have been made before it, by a
 * command that is read again: it is asked about first.
 */
export const insertCalls = `
  INSERT INTO outbound_open_call (
    target, type, order_key, repeat_key, command_id, cause_id, correlation_id, accepted_at, traceparent,
    baggage, data, state, act, first_sent_at, last_sent_at, uncertain_since)
  SELECT target, type, order_key, repeat_key, command_id, cause_id, correlation_id, accepted_at, traceparent, baggage, data,
    CASE WHEN accepted_at < restored.ms THEN 'unknown' ELSE 'pending' END,
    CASE WHEN accepted_at < restored.ms THEN 'look-up' ELSE 'send' END,
    CASE WHEN accepted_at < restored.ms THEN to_timestamp(accepted_at / 1000.0) END,
    CASE WHEN accepted_at < restored.ms THEN now() END,
    CASE WHEN accepted_at < restored.ms THEN now() END
  FROM ROWS FROM (
    unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::uuid[]),
    unnest($6::text[]), unnest($7::text[]), unnest($8::bigint[]), unnest($9::text[]), unnest($10::text[]),
    ${jsonTexts('$11')}
  ) WITH ORDINALITY AS r (
    target, type, order_key, repeat_key, command_id, cause_id, correlation_id, accepted_at, traceparent, baggage, data,
    n), (
    SELECT extract(epoch FROM max(marked_at)) * 1000 + ${CLOCKS_DIFFER_MS} AS ms FROM outbound_restore
  ) AS restored
  ORDER BY n`;

/**
 * Takes back the open calls of a command ($1), if every one of them is pending. Waits for who is just looking at them,
 * which is one statement's time, and keeps from nobody what is being carried out.
 */
export const withdrawCalls = `
  WITH held AS (
    SELECT id FROM outbound_open_call c
    WHERE command_id = $1 AND state = 'pending'
      AND NOT EXISTS (SELECT FROM outbound_open_call WHERE command_id = $1 AND state <> 'pending')
    ORDER BY id FOR UPDATE
  ), withdrawn AS (
    DELETE FROM outbound_open_call c
    WHERE c.id IN (SELECT id FROM held)
      AND (SELECT count(*) FROM held) = (SELECT count(*) FROM outbound_open_call WHERE command_id = $1)
    RETURNING *
  )
  INSERT INTO outbound_ended_call (
    id, target, type, order_key, repeat_key, command_id, state, act, attempts, correlation_id, created_at, ended_at)
  SELECT id, target, type, order_key, repeat_key, command_id, 'withdrawn', act, attempts, correlation_id, created_at,
         now()
  FROM withdrawn
  RETURNING id`;

/**
 * Makes the calls of a target ($1) due that wait after attempts that failed: what has brought them there is over. They
 * come after those that have waited longer.
 *
 * A wait that is cut short does not count towards the time after which a call is given up, or a target that fails again and
 * again would use that time up within hours.
 */
export const recallCalls = `
  UPDATE outbound_open_call SET due_at = now(), attempts = greatest(attempts - 1, 1)
  WHERE id IN (
    SELECT id FROM outbound_open_call
    WHERE target = $1 AND due_at > now() AND due_at < 'infinity' AND state <> 'processing' AND attempts > 0
    FOR UPDATE SKIP LOCKED)
  RETURNING id`;

/** Creates the lease rows named in $1 that are not there yet. */
export const createLeases = `INSERT INTO lease (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`;
