import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { crashAt, crashPoints } from '../../mutants/crash-points.js';
import { mutatingHook } from '../../mutants/mutating.js';
import type { Besides } from '../../platform/services.js';
import { redriveAll } from '../invariants/replay.js';
import type { Setting } from '../site.js';
import { victims, type World } from '../world.js';
import { type Crash, crashesOf, DEATHS } from './crash-plan.js';
import type { Fault } from './fault.js';

const SECONDS = 2_400;
/** So long it takes until as many files and statements have come as processes are to die with. */
const FEWEST_SECONDS = 600;
const LOOK_EVERY_MS = 500;
const REDRIVEN_WITHIN_MS = 120_000;

/**
 * Processes die exactly between the acts that others can see. Of two places that exclude each other in a process each seed has a
 * service die at one: it takes two seeds in a row until every service has died at all of its places.
 */
export const crashPointsHit: Fault = {
  number: 2,
  name: 'crash-points',
  how: `a process dies by SIGKILL at each of ${crashPoints.length} named places, ${DEATHS} times each: ${crashPoints.map(({ name }) => name).join(', ')}; of two at one text each service has the one or the other, by turns with the seeds; once nobody dies any more the fault is over, those of which the rate says nothing are back within the limit, too, and what is held is redriven`,
  seconds: SECONDS,
  fewestSeconds: FEWEST_SECONDS,
  limitSeconds: 45,
  setBySeed: true,
  setting: (folder, seed): Promise<Setting> => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(seedIn(folder), String(seed));
    const crashes = crashesOf(seed);
    for (const crash of crashes) rest(folder, crash);
    const byService = Map.groupBy(crashes, ({ service }) => service);
    const besides = [...byService].map(([service, own]) => {
      const mutations = own.map((crash) => crashAt(crash.point, { ...crash, tally: tallyOf(folder, crash) }));
      return [service, mutatingHook(join(folder, service), mutations)];
    });
    return Promise.resolve({ besides: Object.fromEntries(besides) as Besides });
  },
  inject: async (world: World) => {
    const folder = world.site.settingFolder;
    const crashes = crashesOf(Number(readFileSync(seedIn(folder), 'utf8')));
    world.site.died = true;
    const wanted = world.times(DEATHS);
    const spared = ({ times }: Crash): number => Math.max(0, times - Math.ceil((times * wanted) / DEATHS));
    for (const crash of crashes) writeFileSync(tallyOf(folder, crash), '.'.repeat(spared(crash)));
    const end = performance.now() + world.times(SECONDS) * 1_000;
    while (crashes.some((crash) => deathsAt(folder, crash) < crash.times) && performance.now() < end) await wait(LOOK_EVERY_MS);
    const deathsOf = (crash: Crash): number => deathsAt(folder, crash) - spared(crash);
    for (const [name, own] of Map.groupBy(crashes, ({ point }) => point.name)) {
      const deaths = own.reduce((sum, crash) => sum + deathsOf(crash), 0);
      world.tell(`${name}: ${deaths} deaths, of ${own.map(({ service }) => service).join(', ')}`);
      if (deaths < wanted) world.miss(`${name} was hit ${deaths} times, not ${wanted}`);
    }
    for (const crash of crashes) if (deathsOf(crash) > 0) world.killed.add(crash.service);
    for (const crash of crashes) rest(folder, crash);
    world.over();
    for (const service of victims) await world.untilReady(service);
    // A message that three processes in a row have died with is held as the cause, which is wrong here and cannot be known.
    for (const { detail } of await redriveAll(world.platform.installation, { withinMs: REDRIVEN_WITHIN_MS })) world.miss(detail);
    world.tell('everything held was redriven');
  },
};

/** As many deaths as there may be: none follows. */
function rest(folder: string, crash: Crash): void {
  writeFileSync(tallyOf(folder, crash), '.'.repeat(crash.times));
}

/** Where it stands by which seed the services were set up. */
function seedIn(folder: string): string {
  return join(folder, 'seed');
}

function deathsAt(folder: string, crash: Crash): number {
  const tally = tallyOf(folder, crash);
  return existsSync(tally) ? statSync(tally).size : 0;
}

function tallyOf(folder: string, { service, point }: Crash): string {
  return join(folder, `${service}-${point.name}`);
}
