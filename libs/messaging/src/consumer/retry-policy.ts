/** How often, and for how long, something that failed is tried again; milliseconds. */
export interface RetryPolicy {
  /** Waiting time before each further try; the last one repeats. */
  readonly delaysMs: readonly number[];
  /** Each waiting time is varied by up to this part of itself, so that failures do not come back in step. */
  readonly jitter: number;
  /** Once this long has passed since the first failure, nothing is tried any more. */
  readonly giveUpAfterMs: number;
}

/** Of a held message: 1, 2, 4, 8 s, then 30 s, 2 min, then every 10 min, varied by 20 %, for 24 h. */
export const heldRetryPolicy: RetryPolicy = {
  delaysMs: [1_000, 2_000, 4_000, 8_000, 30_000, 120_000, 600_000],
  jitter: 0.2,
  giveUpAfterMs: 24 * 3_600_000,
};

/** Of a chunk that met a lock or a lost connection: tried three times at once, waiting up to 0.2, 0.4 and 0.8 s. */
export const inlineRetryDelaysMs: readonly number[] = [200, 400, 800];

/** How long partitions rest when the inline tries did not help; the last one repeats, without end. */
export const restDelaysMs: readonly number[] = [1_000, 2_000, 4_000, 8_000, 30_000];

/**
 * The waiting time after the given number of failed tries, or `undefined` when the policy gives up.
 *
 * @param random a number from 0 to 1, which places the result within the jitter.
 */
export function nextDelayMs(
  policy: RetryPolicy,
  failedTries: number,
  sinceFirstFailureMs: number,
  random: number,
): number | undefined {
  if (sinceFirstFailureMs >= policy.giveUpAfterMs) return undefined;
  const base = policy.delaysMs[Math.min(failedTries, policy.delaysMs.length) - 1];
  if (base === undefined) return undefined;
  return Math.round(base * (1 + policy.jitter * (2 * random - 1)));
}
