const PAUSE_MS = 5_000;

/** SQLSTATEs of who did not get a lock: `lock_not_available`, `deadlock_detected`. */
const lockedOut = new Set<unknown>(['55P03', '40P01']);

/**
 * How long a change of tables waits for a lock: whatever comes to read or write the table queues behind it meanwhile. Longer than
 * Postgres's `deadlock_timeout`, a second: only then does it have an autovacuum that is in the way give up.
 */
export const LOCK_TIMEOUT = '2s';

/**
 * Runs a change of tables under {@link LOCK_TIMEOUT}, and again until it has its locks: a dump holds one on every table to its
 * end. Nobody waits behind it in the 5 s between two tries. The caller's own deadline is the only end of it.
 *
 * @param change may be run again from its start where it fails.
 * @param tell is given what a try failed with, before the next.
 * @throws whatever else a try fails with.
 */
export async function untilUnlocked<T>(change: () => Promise<T>, tell: (error: Error) => Promise<void> | void): Promise<T> {
  for (;;) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && lockedOut.has(error.code))) throw error;
      await tell(error);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
