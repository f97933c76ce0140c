import { CallState } from '../call/call-state.js';
import type { Queryable } from '../store/queryable.js';
import { type DecidedAct, historyOf, type Passage, type TriedAct } from './call-history.js';

/** Which calls are listed; the latest first. */
export interface CallFilter {
  readonly state?: CallState;
  readonly target?: string;
  readonly orderKey?: string;
}

/** A part of a list: after the call of that id. */
export interface CallPage {
  readonly after?: string;
  readonly limit: number;
}

/** A call as operators see it: no data, which may be personal. */
export interface CallSummary {
  readonly id: string;
  readonly target: string;
  readonly type: string;
  readonly state: string;
  readonly act: string;
  readonly orderKey: string;
  readonly repeatKey: string;
  readonly commandId: string | null;
  readonly attempts: number;
  /** When it goes on by itself; null when it does not. */
  readonly dueAt: string | null;
  /** Since when it is not known whether it had its effect. */
  readonly uncertainSince: string | null;
  readonly outcome: unknown;
  readonly correlationId: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const SHOWN_AT_EACH_END = 100;

/**
 * A call with what was tried and decided, and the states it went through. Of more than 200 attempts the first and the last
 * hundred: a far side may ask to be called again each second, all day.
 */
export interface CallDetails extends CallSummary {
  readonly history: readonly Passage[];
  /** Attempts between the shown ones, of which the history tells nothing either. */
  readonly triedBetween: number;
  readonly tried: readonly (TriedAct & Record<string, unknown>)[];
  readonly decisions: readonly (DecidedAct & Record<string, unknown>)[];
}

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const summary = `
  c.id, c.target, c.type, c.state, c.act, c.order_key AS "orderKey", c.repeat_key AS "repeatKey",
  c.command_id AS "commandId", c.attempts,
  CASE WHEN isfinite(c.due_at) THEN ${instant('c.due_at')} END AS "dueAt",
  ${instant('c.uncertain_since')} AS "uncertainSince", c.outcome, c.correlation_id AS "correlationId",
  ${instant('c.created_at')} AS "createdAt", ${instant('c.ended_at')} AS "endedAt"`;

/** Lists calls, the latest first. */
export function listCalls(db: Queryable, filter: CallFilter, { after, limit }: CallPage): Promise<CallSummary[]> {
  const values: unknown[] = [];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [
    ...(filter.state === undefined ? [] : [isIn(filter.state)]),
    ...(filter.target === undefined ? [] : [`c.target = ${given(filter.target)}`]),
    ...(filter.orderKey === undefined ? [] : [`c.order_key = ${given(filter.orderKey)}`]),
    ...(after === undefined ? [] : [`c.id < ${given(after)}`]),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return db.query<CallSummary>(
    `SELECT ${summary} FROM outbound_call c ${where} ORDER BY c.id DESC LIMIT ${given(limit)}`,
    values,
  );
}

/** A state as a literal, which tells the planner which calls need not be read, open or ended. */
function isIn(state: CallState): string {
  return state === CallState.unknown
    ? `c.state = '${state}' AND c.uncertain_since IS NOT NULL`
    : `c.state = '${state}'`;
}

/** One call; `undefined` when there is none of that id. */
export async function findCall(db: Queryable, id: string): Promise<CallDetails | undefined> {
  const [call] = await db.query<CallSummary>(`SELECT ${summary} FROM outbound_call c WHERE c.id = $1`, [id]);
  if (!call) return undefined;
  const { tried, triedBetween } = await attemptsOf(db, id);
  const decisions = await db.query<CallDetails['decisions'][number]>(
    `SELECT decision, actor AS by, reason, ${instant('at')} AS at, led_to AS "ledTo"
     FROM outbound_decision WHERE call_id = $1 ORDER BY id`,
    [id],
  );
  const restores = await db.query<{ at: string }>(
    `SELECT ${instant('marked_at')} AS at FROM outbound_restore
     WHERE marked_at BETWEEN $1::timestamptz AND coalesce($2::timestamptz, now()) ORDER BY 1`,
    [call.createdAt, call.endedAt],
  );
  const history = historyOf({ ...call, tried, decisions, restored: restores.map(({ at }) => at) });
  return { ...call, history, tried, triedBetween, decisions };
}

async function attemptsOf(db: Queryable, id: string): Promise<Pick<CallDetails, 'tried' | 'triedBetween'>> {
  const versions = (order: string): string =>
    `(SELECT lease_version FROM outbound_attempt WHERE call_id = $1 ORDER BY lease_version ${order} LIMIT ${SHOWN_AT_EACH_END})`;
  const rows = await db.query<CallDetails['tried'][number] & { readonly all: number }>(
    `SELECT (SELECT count(*)::integer FROM outbound_attempt WHERE call_id = $1) AS all, act, ${instant('started_at')} AS "startedAt", ${instant('finished_at')} AS "finishedAt",
            result, reason, late, led_to AS "ledTo", ${instant('settled_at')} AS "settledAt", request::json, response::json
     FROM outbound_attempt WHERE call_id = $1 AND lease_version IN (${versions('ASC')} UNION ${versions('DESC')})
     ORDER BY lease_version`,
    [id],
  );
  const tried = rows.map(({ all: _all, ...attempt }) => attempt as CallDetails['tried'][number]);
  return { tried, triedBetween: (rows[0]?.all ?? 0) - rows.length };
}
