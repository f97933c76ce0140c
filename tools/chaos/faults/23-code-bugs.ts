import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLedgers } from '../../judge/read-ledgers.js';
import { mutatingHook } from '../../mutants/mutating.js';
import { redriveAll } from '../invariants/replay.js';
import type { Setting } from '../site.js';
import { BASELINE_MS, completionsIn, rateIn, type Span } from '../throughput.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const REDRIVEN_WITHIN_MS = 120_000;
/** While some orders meet bugs that hold up nobody else, so much of the rate goes on: one order in eleven is held. */
const LEAST_SHARE = 0.75;
/** Names the bugs that are in the handler now, one a line. */
const SWITCH = 'bugs';
/** One order in so many meets each of them, while it is in: five to ten at eight orders a second. */
const ONE_IN = 32;

/** What the handler does by mistake, by name. */
const BUGS = {
  'a TypeError': `null.order`,
  'undefined rejected': `return Promise.reject(undefined)`,
  'never resolved': `return new Promise(() => undefined)`,
  'the stack overflowed': `(function again() { again(); })()`,
  'thrown in a timer': `return new Promise(() => setTimeout(() => { throw new Error('thrown in a timer'); }))`,
} as const;
type Bug = keyof typeof BUGS;
const names: readonly string[] = Object.keys(BUGS);
/** What holds up the others, or takes their process along, comes after them: they would not be met. */
const RELEASES: readonly { readonly bugs: readonly Bug[]; readonly seconds: number }[] = [
  { bugs: ['a TypeError', 'undefined rejected', 'the stack overflowed'], seconds: 40 },
  { bugs: ['never resolved'], seconds: 20 },
  { bugs: ['thrown in a timer'], seconds: 30 },
];
const SECONDS = RELEASES.reduce((sum, { seconds }) => sum + seconds, 0);

const FILE = 'apps/erp-writer/src/post-sales-order/post-sales-order.consumer.ts';
const LINE = 'const { orderId, commandId, order } = data;';

/** A release with bugs in a handler runs for a while, then another, and both are taken back. */
export const codeBugs: Fault = {
  number: 23,
  name: 'code-bugs',
  how: `a handler of erp-writer does, each for one order in ${ONE_IN}: ${RELEASES.map(({ bugs, seconds }) => `${bugs.join(', ')} (${seconds} s)`).join('; ')}; the others do not wait for the first of these: ${LEAST_SHARE * 100} % of the rate go on; the last leaves no process, so that after the mending the limit is that of row 1; then what is held is redriven`,
  seconds: SECONDS + 20, // the redrive comes on top
  limitSeconds: 45,
  setting: (folder): Promise<Setting> => {
    mkdirSync(folder, { recursive: true });
    release(folder, []);
    const mutation = { file: FILE, find: LINE, replace: `${LINE} ${broken(folder)}` };
    return Promise.resolve({ besides: { 'erp-writer': mutatingHook(folder, [mutation]) } });
  },
  inject: async (world: World) => {
    const folder = world.site.settingFolder;
    world.site.died = true; // the one that throws in a timer takes the process along
    const before = new Map(names.map((bug) => [bug, metBy(folder, bug)]));
    const begin = Date.now();
    let end = begin;
    for (const [number, { bugs, seconds }] of RELEASES.entries()) {
      release(folder, bugs);
      world.tell(`the handler of PostSalesOrder is broken: ${bugs.join(', ')}`);
      await world.pause(seconds);
      if (number === 0) end = Date.now();
    }
    release(folder, []);
    world.over();
    world.tell('it is mended');
    await goneOn(world, { begin, end });
    for (const bug of names) {
      const met = metBy(folder, bug) - (before.get(bug) ?? 0);
      world.tell(`${bug}: met by ${met} orders`);
      if (met === 0) world.miss(`no order has met the bug: ${bug}`);
    }
    await world.untilReady('erp-writer');
    for (const { detail } of await redriveAll(world.platform.installation, { withinMs: REDRIVEN_WITHIN_MS })) world.miss(detail);
    world.tell('everything held was redriven');
  },
};

/** Holds what was completed while only the first release's bugs were in against what is usual. */
async function goneOn(world: World, { begin, end }: Span): Promise<void> {
  const completions = completionsIn(await readLedgers(join(world.platform.installation.folder, 'sandbox')));
  const share = rateIn(completions, begin, end) / rateIn(completions, begin - BASELINE_MS, begin);
  world.tell(`${Math.round(share * 100)} % of the usual rate went on while orders met bugs that hold up nobody else`);
  if (!(share >= LEAST_SHARE)) world.miss(`only ${Math.round(share * 100)} % of the usual rate went on, not ${LEAST_SHARE * 100} %`);
}

/** From now on these bugs are in the handler, and no others. */
export function release(folder: string, bugs: readonly string[]): void {
  writeFileSync(join(folder, SWITCH), bugs.join('\n'));
}

/** How many orders have met a bug. */
export function metBy(folder: string, bug: string): number {
  const tally = tallyOf(folder, bug);
  return existsSync(tally) ? new Set(readFileSync(tally, 'utf8').trimEnd().split('\n')).size : 0;
}

function tallyOf(folder: string, bug: string): string {
  return join(folder, `met-${names.indexOf(bug)}`);
}

/** What follows the handler's first line: notes who meets a bug that is in, and has it. */
function broken(folder: string): string {
  const cases = Object.entries(BUGS).map(([bug, act], number) => {
    return `case ${number}: if (!bugs.includes(${JSON.stringify(bug)})) break; fs.appendFileSync(${JSON.stringify(tallyOf(folder, bug))}, orderId + '\\n'); ${act}; break;`;
  });
  return `{ const fs = process.getBuiltinModule('node:fs');
    const bugs = fs.readFileSync(${JSON.stringify(join(folder, SWITCH))}, 'utf8').split('\\n');
    switch (parseInt(orderId.slice(-2), 16) % ${ONE_IN}) { ${cases.join('\n')} } }`;
}
