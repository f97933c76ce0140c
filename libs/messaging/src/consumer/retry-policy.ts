/** When something that failed is tried again, a message or a call; plain data, milliseconds. */
export interface RetryPolicy {
  /** Waiting time before each further try; the last one repeats. */
  readonly delaysMs: readonly number[];
  /** Each waiting time is varied by up to this part of itself, so that failures do not come back in step. */
  readonly jitter: number;
  /**
   * Once so much time is spent, nothing is tried any more by itself. Of a message: what has passed since it failed first; where
   * it was let run again, since it failed first after that. Of a call: what its waits add up to; time in which no attempt was made is free.
   */
  readonly giveUpAfterMs: number;
}

/** The same wait before each further try. @throws when a time is not positive. */
export function fixed(wait: { readonly everyMs: number; readonly giveUpAfterMs: number }): RetryPolicy {
  assertPositive(wait);
  return { delaysMs: [wait.everyMs], jitter: 0, giveUpAfterMs: wait.giveUpAfterMs };
}

/**
 * Waits that grow by a factor, two unless told otherwise, up to the longest; in step unless a jitter is told.
 *
 * @throws when a time is not positive, the factor not above one, or the jitter not a part of one.
 */
export function exponential(wait: {
  readonly firstMs: number;
  readonly longestMs: number;
  readonly giveUpAfterMs: number;
  readonly factor?: number;
  readonly jitter?: number;
}): RetryPolicy {
  const { factor = 2, jitter = 0, ...times } = wait;
  assertPositive(times);
  if (!(factor > 1)) throw new Error(`a retry policy's factor must be above 1, not ${factor}`);
  if (!(jitter >= 0 && jitter <= 1)) throw new Error(`a retry policy's jitter must be from 0 to 1, not ${jitter}`);
  const delaysMs: number[] = [];
  for (let delay = times.firstMs; delay < times.longestMs; delay *= factor) delaysMs.push(Math.round(delay));
  return { delaysMs: [...delaysMs, times.longestMs], jitter, giveUpAfterMs: times.giveUpAfterMs };
}

/** Of a message or a call unless it is told another: 1, 2, 4, 8 s, then 30 s, 2 min, every 10 min, varied by 20 %, for 24 h. */
export const standardRetry: RetryPolicy = {
  delaysMs: [1_000, 2_000, 4_000, 8_000, 30_000, 120_000, 600_000],
  jitter: 0.2,
  giveUpAfterMs: 24 * 3_600_000,
};

/** Of a chunk that met a lock or a lost connection: tried three times at once, waiting up to 0.2, 0.4 and 0.8 s. */
export const inlineRetryDelaysMs: readonly number[] = [200, 400, 800];

/** How long partitions rest when the inline tries did not help; the last one repeats, without end. */
export const restDelaysMs: readonly number[] = [1_000, 2_000, 4_000, 8_000, 30_000];

/**
 * The waiting time after the given number of failed tries, varied.
 *
 * @param random a number from 0 to 1, which places the result within the jitter.
 */
export function variedDelayMs({ delaysMs, jitter }: RetryPolicy, failedTries: number, random: number): number {
  return Math.round(delayAfterMs(delaysMs, failedTries) * (1 + jitter * (2 * random - 1)));
}

/** The waiting time after the given number of failed tries, as it is listed; none where nothing is. */
export function delayAfterMs(delaysMs: readonly number[], failedTries: number): number {
  return delaysMs[Math.min(failedTries, delaysMs.length) - 1] ?? 0;
}

/** As {@link variedDelayMs}, or `undefined` once the time since the first failure is used up, or where no wait is listed. */
export function nextDelayMs(
  policy: RetryPolicy,
  failedTries: number,
  triedForMs: number,
  random: number,
): number | undefined {
  if (triedForMs >= policy.giveUpAfterMs || policy.delaysMs.length === 0) return undefined;
  return variedDelayMs(policy, failedTries, random);
}

function assertPositive(times: Readonly<Record<string, number>>): void {
  for (const [name, ms] of Object.entries(times)) {
    if (!(ms > 0)) throw new Error(`a retry policy's ${name} must be above 0, not ${ms}`);
  }
}
