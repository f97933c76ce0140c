import { Act, type Step } from '../policy/call-progress.js';
import type { Result, TakenCall } from '../store/outbound-call.js';

/** The result of a call that was taken and not carried out. */
export function notTried(call: TakenCall, step: Step, reason: string, act: Act = call.progress.act): Result {
  const attempt = { act, startedAt: call.seenAt, finishedAt: databaseTime(call), request: null, response: null };
  return { call, step, attempt: { ...attempt, result: 'not-tried', reason }, traceparent: call.cause.traceparent };
}

/** The database's time, as far as this process can tell without asking: the row's, and what has passed since. */
export function databaseTime({ seenAt, readAt }: TakenCall): number {
  return seenAt + (performance.now() - readAt);
}
