import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { crashAt, crashPoints, type CrashPoint } from '../../mutants/crash-points.js';
import { mutatingHook } from '../../mutants/mutating.js';
import type { Besides, ServiceName } from '../../platform/services.js';
import { redriveAll } from '../invariants/replay.js';
import type { Setting } from '../site.js';
import { victims, type World } from '../world.js';
import type { Fault } from './fault.js';

const DEATHS = 20;
const SECONDS = 2_400;
/** So long it takes until as many files and statements have come as processes are to die with. */
const FEWEST_SECONDS = 600;
const LOOK_EVERY_MS = 500;
const REDRIVEN_WITHIN_MS = 120_000;

/** Files and statements come a few times a minute: what these services do with them, they do too seldom to wait for the next. */
const WITH_SELDOM_INPUT: readonly ServiceName[] = ['edi-gateway', 'bank-reconciler'];

/** One crash point in one service, and when its process dies there. */
interface Crash {
  readonly point: CrashPoint;
  readonly service: ServiceName;
  readonly nth: number;
  readonly times: number;
}

/** Processes die exactly between the acts that others can see. */
export const crashPointsHit: Fault = {
  number: 2,
  name: 'crash-points',
  how: `a process dies by SIGKILL at each of ${crashPoints.length} named places, ${DEATHS} times each: ${crashPoints.map(({ name }) => name).join(', ')}; once nobody dies any more the fault is over, those of which the rate says nothing are back within the limit, too, and what is held is redriven`,
  seconds: SECONDS,
  fewestSeconds: FEWEST_SECONDS,
  limitSeconds: 45,
  setting: (folder): Promise<Setting> => {
    mkdirSync(folder, { recursive: true });
    const crashes = planned();
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
    const crashes = planned();
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

/** Points that change the same text exclude each other in a process: services take turns with them. */
function planned(): Crash[] {
  const pairs = victims.flatMap((service, number) => {
    const own = crashPoints.filter(({ services }) => services.includes(service));
    return [...Map.groupBy(own, ({ file, find }) => `${file} ${find}`).values()].map((points) => {
      return { service, point: points[number % points.length] as CrashPoint };
    });
  });
  return pairs.map(({ service, point }, index) => {
    const sharing = pairs.filter((pair) => pair.point === point).length;
    return { service, point, nth: isSeldom(service, point) ? 1 : 1 + (index % 4), times: Math.ceil(DEATHS / sharing) };
  });
}

function isSeldom(service: ServiceName, { name }: CrashPoint): boolean {
  return WITH_SELDOM_INPUT.includes(service) && !name.endsWith('chunk-commit') && !name.endsWith('offset-commit');
}

/** As many deaths as there may be: none follows. */
function rest(folder: string, crash: Crash): void {
  writeFileSync(tallyOf(folder, crash), '.'.repeat(crash.times));
}

function deathsAt(folder: string, crash: Crash): number {
  const tally = tallyOf(folder, crash);
  return existsSync(tally) ? statSync(tally).size : 0;
}

function tallyOf(folder: string, { service, point }: Crash): string {
  return join(folder, `${service}-${point.name}`);
}
