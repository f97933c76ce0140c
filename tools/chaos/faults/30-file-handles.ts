import { execFileSync } from 'node:child_process';
import type { ServiceName } from '../../platform/services.js';
import { victims, type World } from '../world.js';
import type { Fault } from './fault.js';

const HANDLES = 64;
const SECONDS = 20;
const SERVICES: readonly ServiceName[] = ['pos-ingest', 'ecommerce-webhooks', 'erp-writer'];

/** Processes may open no more files nor connections than they have, for a while. */
export const fileHandles: Fault = {
  number: 30,
  name: 'file-handles',
  how: `${SERVICES.join(', ')} may have ${HANDLES} files and connections open for ${SECONDS} s: what they cannot take they refuse, and none ends`,
  seconds: SECONDS,
  limitSeconds: 10,
  needs: () => Promise.resolve(whyNot()),
  inject: async (world: World) => {
    const before = pidsOf(world);
    const usual = SERVICES.map((service) => ({ service, handles: handlesOf(world.process(service).pid) }));
    for (const { service } of usual) allow(world.process(service).pid, String(HANDLES));
    world.tell(`${SERVICES.join(', ')} may have ${HANDLES} handles`);
    await world.pause(SECONDS);
    for (const { service, handles } of usual) allow(world.process(service).pid, handles);
    world.tell('they may have as many as before');
    for (const [service, pid] of pidsOf(world)) if (before.get(service) !== pid) world.miss(`${service} has ended`);
  },
};

function pidsOf(world: World): Map<ServiceName, number> {
  return new Map(victims.map((service) => [service, world.process(service).pid]));
}

/** How many files and connections a process may have open. */
function handlesOf(pid: number): string {
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
    allow(process.pid, handlesOf(process.pid));
    return undefined;
  } catch (error) {
    return `the limit of a process cannot be set: ${String(error).split('\n')[0]}`;
  }
}
