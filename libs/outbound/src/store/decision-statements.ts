import { callColumns } from './statements.js';

/** Locks a call ($1) for a person's decision. */
export const lockCall = `SELECT ${callColumns}, c.state FROM outbound_call c WHERE c.id = $1 FOR UPDATE`;

/** Makes an unknown call ($1) due now, in a state ($2) and with an act ($3), with all its attempts before it. */
export const planCall = `
  UPDATE outbound_call SET
    state = $2, act = $3, due_at = now(), attempts = 0, empty_look_ups = 0,
    uncertain_since = CASE WHEN $2 = 'unknown' THEN uncertain_since END,
    refusal = CASE WHEN $2 = 'unknown' THEN refusal END
  WHERE id = $1 AND state = 'unknown'`;

/** Ends an unknown call ($1) in a state ($2) with an outcome ($3). */
export const endCall = `
  UPDATE outbound_call SET
    state = $2, outcome = $3, uncertain_since = NULL, refusal = NULL, due_at = 'infinity', ended_at = now(), data = NULL
  WHERE id = $1 AND state = 'unknown'`;

/** Keeps who decided what about a call, and why. */
export const recordDecision = `
  INSERT INTO outbound_decision (call_id, decision, actor, reason) VALUES ($1, $2, $3, $4)`;
