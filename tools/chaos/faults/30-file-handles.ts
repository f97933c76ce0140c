import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { urlOf, type ServiceName } from '../../platform/services.js';
import { callAtOnce } from '../callers.js';
import { isThere } from '../processes.js';
import { victims, type World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 20;
/** So many more than it has open a process may open. */
const ROOM = 4;
/** So many connect at once to each service and stay for a while: more than there is room for. */
const CALLERS = 40;
const HELD_SECONDS = 2;
const SERVICES: readonly ServiceName[] = ['pos-ingest', 'ecommerce-webhooks', 'erp-writer'];

/** Processes may open no more files nor connections than they have, for a while. */
export const fileHandles: Fault = {
  number: 30,
  name: 'file-handles',
  how: `${SERVICES.join(', ')} may open ${ROOM} files and connections more than they have, for ${SECONDS} s, while ${CALLERS} callers connect every ${HELD_SECONDS} s: what they cannot take they refuse, and none ends`,
  seconds: SECONDS + 5,
  limitSeconds: 10,
  needs: () => Promise.resolve(whyNot()),
  inject: async (world: World) => {
    const before = pidsOf(world);
    const limited = SERVICES.map((service) => {
      const { pid } = world.process(service);
      return { service, pid, usual: limitOf(pid), most: lowestFree(pid) + ROOM, refused: 0 };
    });
    for (const { service, pid, most } of limited) {
      allow(pid, String(most));
      world.tell(`${service} may have no handle above ${most}`);
    }
    for (let round = world.times(SECONDS / HELD_SECONDS); round > 0; round -= 1) {
      await Promise.all(limited.map(async (each) => {
        const port = Number(new URL(urlOf(each.service, world.platform.installation)).port);
        each.refused += (await callAtOnce(port, CALLERS, HELD_SECONDS * 1_000)).refused;
      }));
    }
    for (const { pid, usual } of limited) if (isThere(pid)) allow(pid, usual);
    for (const { service, refused } of limited) {
      world.tell(`${service} may have as many as before; ${refused} connections were refused`);
      if (refused === 0) world.miss(`${service} has not met the limit of its handles`);
    }
    for (const [service, pid] of pidsOf(world)) if (before.get(service) !== pid) world.miss(`${service} has ended`);
  },
};

function pidsOf(world: World): Map<ServiceName, number> {
  return new Map(victims.map((service) => [service, world.process(service).pid]));
}

/** A new handle gets the lowest number that is free, and the limit is one to the numbers. */
function lowestFree(pid: number): number {
  const taken = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  for (let number = 0; ; number += 1) if (!taken.has(number)) return number;
}

/** Below which number a process may have its handles. */
function limitOf(pid: number): string {
  return prlimit('--pid', String(pid), '--nofile', '--noheadings', '--output=SOFT').trim();
}

function allow(pid: number, handles: string): void {
  prlimit('--pid', String(pid), `--nofile=${handles}:`);
}

/** @throws where this machine has no prlimit, or does not let it. */
function prlimit(...args: readonly string[]): string {
  return execFileSync('prlimit', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function whyNot(): string | undefined {
  try {
    allow(process.pid, limitOf(process.pid));
    return undefined;
  } catch (error) {
    return `the limit of a process cannot be set: ${String(error).split('\n')[0]}`;
  }
}
