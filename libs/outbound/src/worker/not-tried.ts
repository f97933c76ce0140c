import { Act, type Step } from '../policy/call-progress.js';
import type { Result, TakenCall } from '../store/outbound-call.js';

/** The result of a call that was taken and not carried out. */
export function notTried(call: TakenCall, step: Step, reason: string, act: Act = call.progress.act): Result {
  const attempt = { act, startedAt: call.seenAt, finishedAt: databaseTime(call), request: null, response: null };
  return { call, step, attempt: { ...attempt, result: 'not-tried', reason }, traceparent: call.cause.traceparent };
}

/**
 * The database's time at the earliest, as far as this process can tell without asking: the row's, and what has passed since
 * it was read. A process that was stopped before it read the row is behind by as much.
 */
export function databaseTime({ seenAt, readAt }: TakenCall): number {
  return seenAt + (performance.now() - readAt);
}

/** The database's time at the latest: as if the row had been seen as soon as it was asked for. */
export function latestDatabaseTime({ seenAt, askedAt }: TakenCall): number {
  return seenAt + (performance.now() - askedAt);
}
