import { delayAfterMs, type RetryPolicy, variedDelayMs } from '@kervan/messaging';
import type { Transient, Unknown } from '../call/answer.js';

/**
 * How many attempts count against a call after one more that was answered so.
 *
 * What is said of the caller lengthens the waits as anything else does, and never ends the call: a key that was exchanged
 * here later than there is no fault of what waits.
 */
export function attemptsAfter(policy: RetryPolicy, attempts: number, answer: Transient | Unknown): number {
  const ofCaller = answer.kind === 'transient' && answer.ofCaller;
  return ofCaller ? Math.max(attempts, Math.min(attempts + 1, policy.delaysMs.length), 1) : attempts + 1;
}

/**
 * The wait after the given number of attempts, or `undefined` when the policy gives up: once the waits add up to its time.
 *
 * @param random from 0 up to 1; places the wait within the jitter.
 */
export function retryDelayMs(policy: RetryPolicy, attempts: number, random: number): number | undefined {
  if (waitedMs(policy, attempts - 1) >= policy.giveUpAfterMs) return undefined;
  return variedDelayMs(policy, attempts, random);
}

function waitedMs({ delaysMs }: RetryPolicy, waits: number): number {
  const listed = delaysMs.slice(0, Math.max(waits, 0)).reduce((sum, delay) => sum + delay, 0);
  return listed + Math.max(waits - delaysMs.length, 0) * delayAfterMs(delaysMs, delaysMs.length);
}
