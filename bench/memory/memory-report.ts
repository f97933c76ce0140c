import { atMost, type Goal, renderGoals } from '../measure/goal.js';
import type { MadeWith } from '../measure/made-with.js';
import { medianSlopeOf, spreadOf } from '../measure/statistics.js';
import type { PodHeap } from './pod-heap.js';
import type { Progress } from './progress.js';
import type { Resident } from './resident.js';

/** What one service had in RAM. */
export interface ServiceMemory {
  readonly name: string;
  readonly idle: readonly Resident[];
  readonly loaded: readonly Resident[];
}

/** How a run was made. */
export interface MemoryRun {
  readonly idleMinutes: number;
  readonly loadMinutes: number;
  readonly inFlight: number;
  readonly heap: PodHeap;
  readonly progress: Pick<Progress, 'completed' | 'quarters'>;
}

const FLOOR_MB = { idle: 120, loaded: 300 } as const;
/** Of the time under load, what is left out of the growth: caches fill, code is compiled. */
const SETTLING_SHARE = 0.25;
/** Garbage makes a saw of the memory; its lowest point of so many seconds is what the collector leaves. */
const WINDOW_SECONDS = 600;
/** Flat is memory that two hours under load add no more than this to, in percent of what it is. */
const FLAT = { hours: 2, percent: 5 } as const;

/** A run as Markdown. The sandbox is no service and is shown apart. */
export function renderMemory(made: MadeWith, run: MemoryRun, memories: readonly ServiceMemory[]): string {
  const services = memories.filter(({ name }) => name !== 'sandbox');
  const most = (of: (memory: ServiceMemory) => readonly Resident[]): number =>
    Math.max(...services.map((memory) => spreadOf(of(memory).map(({ megabytes }) => megabytes)).median));
  const [idle, loaded] = [most((memory) => memory.idle), most((memory) => memory.loaded)];
  return [
    `# Memory of each service, ${made.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    ...renderGoals([
      atMost('the largest service, idle', idle, FLOOR_MB.idle, 'MB'),
      atMost('the largest service, under load', loaded, FLOOR_MB.loaded, 'MB'),
      growthGoal(services),
    ]),
    '',
    `Commit ${made.commit}. ${made.machine}. ${made.versions}. Each service from the files of its image, started as the image starts it, ` +
      `with the heap that Node takes in a pod of ${run.heap.pod} MiB (old space ${run.heap.oldSpace} MiB); 64 calls at a time to the ERP and to ` +
      `the integrator; resident memory in megabytes; ${run.idleMinutes} min idle, then ${run.loadMinutes} min with ${run.inFlight} orders in ` +
      `flight, of which ${run.progress.completed} completed: ${run.progress.quarters().map((rate) => rate.toFixed(0)).join(', ')} a second in ` +
      'the quarters of that time. Tills alone sold: shops, partner and bank brought nothing, and their services only followed. The growth is ' +
      `that of the lowest reading of each ${WINDOW_SECONDS / 60} min under load, without the first quarter.`,
    '',
    '| | idle, median | idle, most | under load, median | under load, most | growth, MB an hour |',
    '|---|---|---|---|---|---|',
    ...[...services, ...memories.filter(({ name }) => name === 'sandbox')].map(rowOf),
    '',
    'The sandbox is no service: it plays the outside world and keeps its books in memory.',
    '',
  ].join('\n');
}

function rowOf({ name, idle, loaded }: ServiceMemory): string {
  const [atRest, atWork] = [idle, loaded].map((seen) => spreadOf(seen.map(({ megabytes }) => megabytes)));
  const slope = megabytesPerHour(loaded);
  const cells = [atRest?.median, atRest?.most, atWork?.median, atWork?.most].map((value) => value?.toFixed(0));
  return `| ${[name, ...cells, `${slope >= 0 ? '+' : ''}${slope.toFixed(1)}`].join(' | ')} |`;
}

function growthGoal(services: readonly ServiceMemory[]): Goal {
  const growths = services.map(({ name, loaded }) => {
    const { median } = spreadOf(settled(loaded).map(({ megabytes }) => megabytes));
    return { name, percent: ((megabytesPerHour(loaded) * FLAT.hours) / median) * 100 };
  });
  const { name, percent } = growths.reduce((one, other) => (other.percent > one.percent ? other : one));
  return atMost(`growth in two hours under load, of the one that grows most (${name})`, percent, FLAT.percent, '%');
}

function megabytesPerHour(loaded: readonly Resident[]): number {
  const windows = Map.groupBy(settled(loaded), ({ second }) => Math.floor(second / WINDOW_SECONDS));
  const lowest = [...windows.values()].map((seen) => seen.reduce((one, other) => (other.megabytes < one.megabytes ? other : one)));
  return medianSlopeOf(lowest.map(({ second, megabytes }) => [second / 3_600, megabytes]));
}

function settled(loaded: readonly Resident[]): readonly Resident[] {
  return loaded.slice(Math.floor(loaded.length * SETTLING_SHARE));
}
