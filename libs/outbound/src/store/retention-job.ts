import type { Job } from '@kervan/messaging';

/** Ended calls are kept as long as the commands they were made for: so long may operators look them up. */
export const ENDED_CALL_DAYS = 60;

const EVERY_MS = 3_600_000;
const AT_ONCE = 5_000;

/**
 * Lets go of calls that ended long ago, with their attempts and decisions; what persons decided stays in the audit log.
 *
 * A step deletes up to 5,000 calls; where none is old enough, an index of a few pages says so.
 */
export function retentionJob(days = ENDED_CALL_DAYS, atOnce = AT_ONCE): Job {
  return {
    name: 'retention/outbound-call',
    everyMs: EVERY_MS,
    async step(db) {
      const [row] = await db.query<{ count: number }>(
        'SELECT forget_outbound_calls(now() - make_interval(days => $1), $2)::integer AS count',
        [days, atOnce],
      );
      return row?.count ?? 0;
    },
  };
}
