import type { Transient, Unknown } from '../call/answer.js';

/** When something that did not work is tried again; milliseconds. */
export interface RetryPolicy {
  /** The wait after the first, second, … attempt; the last one repeats. */
  readonly delaysMs: readonly number[];
  /** Each wait is varied by up to this part of itself, so that calls do not come back in step. */
  readonly jitter: number;
  /** Once the waits add up to this, nothing is tried by itself any more. Time in which no attempt was made is free. */
  readonly giveUpAfterMs: number;
}

/** 1, 2, 4, 8 s, then 30 s, 2 min, then every 10 min, varied by 20 %, for 24 h of waiting. */
export const standardRetry: RetryPolicy = {
  delaysMs: [1_000, 2_000, 4_000, 8_000, 30_000, 120_000, 600_000],
  jitter: 0.2,
  giveUpAfterMs: 24 * 3_600_000,
};

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
 * The wait after the given number of attempts, or `undefined` when the policy gives up.
 *
 * @param random from 0 up to 1; places the wait within the jitter.
 */
export function retryDelayMs(policy: RetryPolicy, attempts: number, random: number): number | undefined {
  if (waitedMs(policy, attempts - 1) >= policy.giveUpAfterMs) return undefined;
  return Math.round(delayAfter(policy, attempts) * (1 + policy.jitter * (2 * random - 1)));
}

function waitedMs(policy: RetryPolicy, waits: number): number {
  const listed = policy.delaysMs.slice(0, Math.max(waits, 0)).reduce((sum, delay) => sum + delay, 0);
  return listed + Math.max(waits - policy.delaysMs.length, 0) * delayAfter(policy, policy.delaysMs.length);
}

function delayAfter({ delaysMs }: RetryPolicy, attempts: number): number {
  return delaysMs[Math.min(attempts, delaysMs.length) - 1] ?? 0;
}
