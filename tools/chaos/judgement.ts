import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { judge } from '../judge/judge.js';
import { addressesIn } from '../judge/service-addresses.js';
import { checkInvariants, type Checked } from './invariants/check-invariants.js';
import type { Site } from './site.js';

const TRY_EVERY_MS = 2_000;
/** What is written lazily, such as the removal of what was sent, is given so long. */
const LAZY_MS = 20_000;
const OF_WHOLE_LOG = ['cause-unknown', 'published-not'];

/**
 * The checker's word once there is nothing to be found any more, or his last one when that takes too long.
 *
 * The ledgers and the services' own word are asked first, since that is cheap; then everything is looked at.
 */
export async function judgementAtRest(site: Site, withinMs: number): Promise<Checked> {
  await untilNothing(async () => (await judgeOf(site)).findings.length, withinMs);
  let checked: Checked | undefined;
  await untilNothing(async () => {
    checked = await checkedOn(site);
    return checked.findings.length;
  }, LAZY_MS);
  return checked as unknown as Checked;
}

/** The checker's word, without what only a whole log can tell where a fault has deleted records from it. */
async function checkedOn({ platform: { installation }, died, forgotten }: Site): Promise<Checked> {
  const checked = await checkInvariants({ installation, died });
  if (!forgotten) return checked;
  const reason = 'causes and outputs of records that the fault has deleted from their topics';
  return {
    ...checked,
    findings: checked.findings.filter(({ code }) => !OF_WHOLE_LOG.includes(code)),
    notChecked: [...checked.notChecked, { invariant: 'I6', reason }, { invariant: 'I7', reason }],
  };
}

function judgeOf({ platform: { installation } }: Site): ReturnType<typeof judge> {
  return judge({ sandboxDir: join(installation.folder, 'sandbox'), services: addressesIn(installation) });
}

/** Resolves once a count is 0, or the time is up; a service that does not answer yet counts as something. */
async function untilNothing(count: () => Promise<number>, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    const isLast = performance.now() > end;
    const found = await count().catch((error: unknown) => {
      if (isLast) throw error;
      return 1;
    });
    if (found === 0 || isLast) return;
    await wait(TRY_EVERY_MS);
  }
}
