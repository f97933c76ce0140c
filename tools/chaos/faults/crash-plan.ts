import { crashPoints, type CrashPoint } from '../../mutants/crash-points.js';
import type { ServiceName } from '../../platform/services.js';
import { victims } from '../world.js';

/** At each point, by all services together. */
export const DEATHS = 20;

/** Files and statements come a few times a minute: what these services do with them, they do too seldom to wait for the next. */
const WITH_SELDOM_INPUT: readonly ServiceName[] = ['edi-gateway', 'bank-reconciler'];

/** One crash point in one service, and when its process dies there. */
export interface Crash {
  readonly point: CrashPoint;
  readonly service: ServiceName;
  readonly nth: number;
  readonly times: number;
}

/**
 * Who dies where. Points that change the same text exclude each other in a process: services take turns with them, and have the
 * next one with the next seed. No text has more than two, so that two seeds in a row have every service die at all of its points.
 */
export function crashesOf(seed: number): Crash[] {
  const pairs = victims.flatMap((service) => {
    const own = crashPoints.filter(({ services }) => services.includes(service));
    return [...Map.groupBy(own, ({ file, find }) => `${file} ${find}`).values()].map((points) => {
      return { service, point: points[(victims.indexOf(service) + Math.floor(seed)) % points.length] as CrashPoint };
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
