import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { judge } from '../judge/judge.js';
import { addressesIn } from '../judge/service-addresses.js';
import { checkInvariants, type Checked } from './invariants/check-invariants.js';
import { openIn, untilQuiet } from './invariants/quiescence.js';
import type { Site } from './site.js';

/** How an installation has come to rest. */
export interface Rest {
  /** When the ledgers and the services' own word were as they should be, in milliseconds; undefined where they were not in time. */
  readonly since: number | undefined;
  /** What services were left to do by themselves, in words; undefined where there was nothing. */
  readonly open: string | undefined;
}

/** The checker's word, and how long it had to wait for it. */
export interface Judgement extends Checked {
  readonly rest: Rest;
}

const TRY_EVERY_MS = 2_000;
/** What is written lazily, such as the removal of what was sent, is given so long. */
const LAZY_MS = 20_000;
/** Nothing has moved for so long, which is waited for so long. */
const QUIET = { stillMs: 5_000, withinMs: 60_000 };
const OF_WHOLE_LOG = ['cause-unknown', 'published-not', 'taken-out-of-order'];

/** How a site is looked at. */
export interface Looks {
  /** How much the ledgers and the services' own word have to be found. */
  judge(): Promise<number>;
  /** Resolves once no service has anything to do, or tells what they have when the time is up. */
  quiet(withinMs: number): Promise<string | undefined>;
  /** Everything that can be looked at. */
  check(): Promise<Checked>;
}

/**
 * Waits until the ledgers and the services' own word are as they should be, and then until no service has anything to do.
 *
 * The second is waited for in any case, since it tells of services that the first never asks; for a minute, since messages
 * may be held that wait for somebody to discard or redrive what lies before them.
 */
export async function untilRest(site: Site, withinMs: number, { judge, quiet }: Omit<Looks, 'check'> = looksAt(site)): Promise<Rest> {
  const since = await untilNothing(judge, withinMs);
  return { since, open: await quiet(QUIET.withinMs) };
}

/**
 * The checker's word once there is nothing to be found any more, or his last one when that takes too long.
 *
 * The ledgers and the services' own word are asked first, since that is cheap; once nothing moves, everything is looked
 * at. Nothing may be held then: who has messages held on purpose redrives or discards them before.
 */
export async function judgementAtRest(site: Site, withinMs: number, looks: Looks = looksAt(site)): Promise<Judgement> {
  const end = performance.now() + withinMs;
  const { since, open: still } = await untilRest(site, withinMs, looks);
  const open = still === undefined ? undefined : await looks.quiet(end - performance.now());
  let checked: Checked | undefined;
  await untilNothing(async () => {
    checked = await looks.check();
    return checked.findings.length;
  }, LAZY_MS);
  const { findings, ...told } = checked as unknown as Checked;
  const notQuiet = open === undefined ? [] : [{ invariant: 'I8' as const, code: 'not-quiet', detail: open }];
  return { ...told, findings: [...findings, ...notQuiet], rest: { since, open } };
}

/**
 * How long after the end of a load its orders were where they should be; undefined where that was not so in time, be it before
 * what a row does at rest or after it.
 *
 * @param rests one after the other.
 */
export function restSecondsOf(loadEnd: number, rests: readonly Pick<Rest, 'since'>[]): number | undefined {
  const times = rests.map(({ since }) => (since === undefined ? Infinity : Math.max(0, Math.round((since - loadEnd) / 1_000))));
  return times.includes(Infinity) ? undefined : times[0];
}

/** The checker's word, without what only a whole log can tell where a fault has deleted records from it. */
async function checkedOn({ platform: { installation }, died, forgotten }: Site): Promise<Checked> {
  const checked = await checkInvariants({ installation, died, held: 'none' });
  if (!forgotten) return checked;
  const reason = 'causes and outputs of records that the fault has deleted from their topics';
  const order = 'whether messages were taken in their order: the fault has deleted from their topics what came first';
  return {
    ...checked,
    findings: checked.findings.filter(({ code }) => !OF_WHOLE_LOG.includes(code)),
    notChecked: [...checked.notChecked, { invariant: 'I6', reason }, { invariant: 'I7', reason }, { invariant: 'I9', reason: order }],
  };
}

function looksAt(site: Site): Looks {
  const { installation } = site.platform;
  const ledgers = { sandboxDir: join(installation.folder, 'sandbox'), services: addressesIn(installation), onlySandbox: true };
  return {
    judge: async () => (await judge(ledgers)).findings.length,
    quiet: async (withinMs) => {
      const isQuiet = await untilQuiet(installation, { withinMs, stillMs: QUIET.stillMs, held: 'all' });
      return isQuiet ? undefined : openIn(installation, 'all');
    },
    check: () => checkedOn(site),
  };
}

/**
 * Resolves once a count is 0, or the time is up; a service that does not answer yet counts as something.
 *
 * @returns when the look began that found nothing, in milliseconds.
 */
async function untilNothing(count: () => Promise<number>, withinMs: number): Promise<number | undefined> {
  const end = performance.now() + withinMs;
  for (;;) {
    const begin = Date.now();
    const isLast = performance.now() > end;
    const found = await count().catch((error: unknown) => {
      if (isLast) throw error;
      return 1;
    });
    if (found === 0) return begin;
    if (isLast) return undefined;
    await wait(TRY_EVERY_MS);
  }
}
