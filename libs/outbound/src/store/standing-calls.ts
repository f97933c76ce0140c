import type { Standing } from '@kervan/messaging';
import type { Queryable } from './queryable.js';

const OPEN_STATES = ['pending', 'processing', 'unknown'];

/**
 * The open calls of each target by state, those of which there is none included; also of targets that nobody here knows,
 * such as a later release's, whose calls wait for it.
 */
export async function openCalls(db: Queryable, targets: readonly string[]): Promise<Standing[]> {
  const rows = await db.query<{ target: string; state: string; count: number; oldest: number }>(
    `SELECT target, state, count(*)::integer AS count,
       extract(epoch FROM now() - min(created_at))::float8 AS oldest
     FROM outbound_open_call GROUP BY target, state`,
  );
  const all = new Set([...targets, ...rows.map(({ target }) => target)]);
  return [...all].flatMap((target) =>
    OPEN_STATES.map((state) => {
      const found = rows.find((row) => row.target === target && row.state === state);
      return { labels: { target, state }, count: found?.count ?? 0, oldestSeconds: found?.oldest ?? 0 };
    }),
  );
}

/** The calls that go on only by a person's decision. */
export async function waitingCalls(db: Queryable): Promise<Omit<Standing, 'labels'>> {
  const [row] = await db.query<{ count: number; oldestSeconds: number | null }>(
    `SELECT count(*)::integer AS count,
       extract(epoch FROM now() - min(coalesce(uncertain_since, created_at)))::float8 AS "oldestSeconds"
     FROM outbound_open_call WHERE due_at = 'infinity'`,
  );
  return row ?? { count: 0, oldestSeconds: null };
}

/** Which of these targets a person has paused, and for how long. */
export async function pausedTargets(db: Queryable, targets: readonly string[]): Promise<Standing[]> {
  const rows = await db.query<{ target: string; seconds: number }>(
    `SELECT target, extract(epoch FROM now() - since)::float8 AS seconds FROM outbound_pause WHERE until > now()`,
  );
  return targets.map((target) => {
    const pause = rows.find((row) => row.target === target);
    return { labels: { target }, count: pause ? 1 : 0, oldestSeconds: pause?.seconds ?? 0 };
  });
}
