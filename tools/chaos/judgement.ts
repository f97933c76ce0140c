import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { judge } from '../judge/judge.js';
import { addressesIn } from '../judge/service-addresses.js';
import { checkInvariants, type Checked } from './invariants/check-invariants.js';
import { untilQuiet } from './invariants/quiescence.js';
import type { Site } from './site.js';

/** How an installation has come to rest. */
export interface Rest {
  /** When the ledgers and the services' own word were as they should be, in milliseconds; undefined where they were not in time. */
  readonly since: number | undefined;
  /** Whether nothing was left to be done then: to be read, sent, called or run again. */
  readonly quiet: boolean;
}

/** The checker's word, and how long it had to wait for it. */
export interface Judgement extends Checked {
  readonly rest: Rest;
}

const TRY_EVERY_MS = 2_000;
/** What is written lazily, such as the removal of what was sent, is given so long. */
const LAZY_MS = 20_000;
/** Nothing has moved for so long; whoever waits for it waits for a minute at least. */
const QUIET = { stillMs: 5_000, leastMs: 60_000 };
const OF_WHOLE_LOG = ['cause-unknown', 'published-not'];

/** How a site is looked at. */
export interface Looks {
  /** How much the ledgers and the services' own word have to be found. */
  judge(): Promise<number>;
  /** Resolves once no service has anything to do; tells whether that was in time. */
  quiet(withinMs: number): Promise<boolean>;
  /** Everything that can be looked at. */
  check(): Promise<Checked>;
}

/**
 * Waits until the ledgers and the services' own word are as they should be, and then until no service has anything to do.
 *
 * The first is over in time or not; the second is waited for anyway, since it tells of services that the first never asks.
 */
export async function untilRest(site: Site, withinMs: number, { judge, quiet }: Omit<Looks, 'check'> = looksAt(site)): Promise<Rest> {
  const end = performance.now() + withinMs;
  const since = await untilNothing(judge, withinMs);
  return { since, quiet: await quiet(Math.max(end - performance.now(), QUIET.leastMs)) };
}

/**
 * The checker's word once there is nothing to be found any more, or his last one when that takes too long.
 *
 * The ledgers and the services' own word are asked first, since that is cheap; once nothing moves, everything is looked
 * at. Nothing may be held then: who has messages held on purpose redrives or discards them before.
 */
export async function judgementAtRest(site: Site, withinMs: number, looks: Looks = looksAt(site)): Promise<Judgement> {
  const rest = await untilRest(site, withinMs, looks);
  let checked: Checked | undefined;
  await untilNothing(async () => {
    checked = await looks.check();
    return checked.findings.length;
  }, LAZY_MS);
  const { findings, ...told } = checked as unknown as Checked;
  const detail = 'services did not come to the end of what they have to do';
  return { ...told, findings: rest.quiet ? findings : [...findings, { invariant: 'I8', code: 'not-quiet', detail }], rest };
}

/** The checker's word, without what only a whole log can tell where a fault has deleted records from it. */
async function checkedOn({ platform: { installation }, died, forgotten }: Site): Promise<Checked> {
  const checked = await checkInvariants({ installation, died, held: 'none' });
  if (!forgotten) return checked;
  const reason = 'causes and outputs of records that the fault has deleted from their topics';
  return {
    ...checked,
    findings: checked.findings.filter(({ code }) => !OF_WHOLE_LOG.includes(code)),
    notChecked: [...checked.notChecked, { invariant: 'I6', reason }, { invariant: 'I7', reason }],
  };
}

function looksAt(site: Site): Looks {
  const { installation } = site.platform;
  const ledgers = { sandboxDir: join(installation.folder, 'sandbox'), services: addressesIn(installation) };
  return {
    judge: async () => (await judge(ledgers)).findings.length,
    quiet: (withinMs) => untilQuiet(installation, { withinMs, stillMs: QUIET.stillMs, held: 'all' }),
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
