import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from '../../platform/services.js';
import { inEveryDatabase, type Database } from './databases.js';

/** How long rest is waited for; milliseconds. */
export interface Patience {
  /** For everything to have been done. */
  readonly withinMs: number;
  /** For so long nothing has moved. */
  readonly stillMs: number;
  /** Waits also for held messages that are run again later than within the next half minute. */
  readonly held?: 'all';
}

const LOOK_EVERY_MS = 500;

/** What a service has still to do by itself, and a number that grows with all that it does. */
interface Standing {
  readonly open: number;
  readonly done: string;
}

/**
 * Waits until no service has anything to do by itself and nothing has moved for a while: nothing to be sent, read, called
 * or run again within the next half minute.
 *
 * @returns whether that came about in time; where it did not, something is stuck, and the invariants tell what.
 */
export async function untilQuiet(
  installation: Pick<Installation, 'stack' | 'databaseUrls'>,
  { withinMs, stillMs, held }: Patience,
): Promise<boolean> {
  const end = performance.now() + withinMs;
  let last = '';
  let stillSince = performance.now();
  while (performance.now() < end) {
    const standing = await inEveryDatabase(installation, (database) => standingOf(database, held));
    const open = standing.reduce((sum, each) => sum + each.open, 0);
    const done = standing.map((each) => each.done).join(' ');
    if (open > 0 || done !== last) stillSince = performance.now();
    last = done;
    if (performance.now() - stillSince >= stillMs) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

/** What services have to do by themselves now, as {@link untilQuiet} counts it: in words, for who has waited in vain. */
export async function openIn(installation: Pick<Installation, 'stack' | 'databaseUrls'>, held?: Patience['held']): Promise<string> {
  const each = await inEveryDatabase(installation, async (database) => ({ service: database.service, ...(await standingOf(database, held)) }));
  const busy = each.filter(({ open }) => open > 0).map(({ service, open }) => `${service} has ${open} to send, call or run again`);
  return busy.join(', ') || 'nothing waits, and positions move all the same';
}

async function standingOf({ query }: Database, held: Patience['held']): Promise<Standing> {
  const [{ calls } = { calls: null }] = await query<{ calls: string | null }>(`SELECT to_regclass('outbound_open_call')::text AS calls`);
  const openCalls = calls === null ? '0' : `(SELECT count(*) FROM outbound_open_call WHERE due_at < now() + interval '30 seconds')`;
  const [row] = await query<{ open: string; done: string }>(
    `SELECT (SELECT count(*) FROM outbox_message WHERE state = 'ready')
         + (SELECT count(*) FROM scheduled_message WHERE due_at < now() + interval '30 seconds')
         + (SELECT count(*) FROM held_message WHERE state = 'waiting' ${held === 'all' ? '' : "AND due_at < now() + interval '30 seconds'"}) + ${openCalls} AS open,
       (SELECT coalesce(sum(next_offset), 0) FROM consumer_progress) || '/' || (SELECT count(*) FROM inbox) AS done`,
  );
  return { open: Number(row?.open ?? 0), done: row?.done ?? '' };
}
