import { callColumns } from './statements.js';

/** Locks an open call ($1) for a person's decision. */
export const lockCall = `
  SELECT ${callColumns}, c.state, c.target, isfinite(c.due_at) AS waits_for_time
  FROM outbound_open_call c WHERE c.id = $1 FOR UPDATE`;

/**
 * Makes an unknown call ($1) due now, in a state ($2) and with an act ($3), with all its attempts before it. One that is sent again
 * is not ended by a refusal from before.
 */
export const planCall = `
  UPDATE outbound_open_call SET
    state = $2, act = $3, due_at = now(), attempts = 0, empty_look_ups = 0,
    uncertain_since = CASE WHEN $2 = 'unknown' THEN uncertain_since END,
    refusal = CASE WHEN $3 = 'look-up' THEN refusal END
  WHERE id = $1 AND state = 'unknown'
  RETURNING id`;

/** Makes a call ($1) due now that waits for a time to come; nothing else of it changes. */
export const hurryCall = `
  UPDATE outbound_open_call SET due_at = now()
  WHERE id = $1 AND state IN ('pending', 'unknown') AND isfinite(due_at)
  RETURNING id`;

/** Ends a call ($1) from a state ($2) in another ($3), with an outcome ($4) or none. */
export const endCall = `
  WITH decided AS (
    DELETE FROM outbound_open_call WHERE id = $1 AND state = $2 RETURNING *
  )
  INSERT INTO outbound_ended_call (
    id, target, type, order_key, repeat_key, command_id, state, act, attempts, outcome,
    correlation_id, created_at, ended_at)
  SELECT id, target, type, order_key, repeat_key, command_id, $3, act, attempts, $4, correlation_id, created_at, now()
  FROM decided
  RETURNING id`;

/** Keeps who decided what about a call, why, and the state that it led to. */
export const recordDecision = `
  INSERT INTO outbound_decision (call_id, decision, actor, reason, led_to) VALUES ($1, $2, $3, $4, $5)`;
