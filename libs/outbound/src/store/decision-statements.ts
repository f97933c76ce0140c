import { callColumns } from './statements.js';

/** Locks an open call ($1) for a person's decision. */
export const lockCall = `SELECT ${callColumns}, c.state FROM outbound_open_call c WHERE c.id = $1 FOR UPDATE`;

/** Makes an unknown call ($1) due now, in a state ($2) and with an act ($3), with all its attempts before it. */
export const planCall = `
  UPDATE outbound_open_call SET
    state = $2, act = $3, due_at = now(), attempts = 0, empty_look_ups = 0,
    uncertain_since = CASE WHEN $2 = 'unknown' THEN uncertain_since END,
    refusal = CASE WHEN $2 = 'unknown' THEN refusal END
  WHERE id = $1 AND state = 'unknown'`;

/** Ends an unknown call ($1) in a state ($2) with an outcome ($3). */
export const endCall = `
  WITH decided AS (
    DELETE FROM outbound_open_call WHERE id = $1 AND state = 'unknown' RETURNING *
  )
  INSERT INTO outbound_ended_call (
    id, target, type, order_key, repeat_key, command_id, state, act, attempts, outcome,
    correlation_id, created_at, ended_at)
  SELECT id, target, type, order_key, repeat_key, command_id, $2, act, attempts, $3, correlation_id, created_at, now()
  FROM decided`;

/** Keeps who decided what about a call, and why. */
export const recordDecision = `
  INSERT INTO outbound_decision (call_id, decision, actor, reason) VALUES ($1, $2, $3, $4)`;
