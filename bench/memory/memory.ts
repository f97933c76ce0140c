import { setTimeout as pause } from 'node:timers/promises';
import { readCommandLine } from '@kervan/tools/command/command-line';
import type { ServiceName } from '@kervan/tools/platform/services';
import { tillsOf } from '../flow/installation.js';
import { LoadControl } from '../flow/load-control.js';
import { benchOn, tell } from '../measure/bench-command.js';
import { DatabaseWatch } from '../measure/database-watch.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { renderMemory, type ServiceMemory } from './memory-report.js';
import { type ProductionPlatform, startProductionPlatform } from './production-platform.js';
import { residentOf, type Resident } from './resident.js';

/** `npm run bench:memory`: what each service has in RAM, idle and under load, and whether it grows. */
const usage = `Usage: npm run bench:memory [-- --idle-minutes 5 --load-minutes 120 --in-flight 256 --every 10]

Starts every service from the files of its image, lets them idle, then keeps so many orders in flight for so long, and reads
the resident memory of each every so many seconds. Tills alone sell: shops, partner and bank bring
nothing. The result of two hours under load or more is kept under bench/results.`;

const LONG_ENOUGH_MINUTES = 120;

const { values } = readCommandLine({
  usage,
  accepts: {
    options: {
      'idle-minutes': { type: 'string', default: '5' },
      'load-minutes': { type: 'string', default: '120' },
      'in-flight': { type: 'string', default: '256' },
      every: { type: 'string', default: '10' },
    },
  },
});
const [idleMinutes, loadMinutes, inFlight, everySeconds] = [
  values['idle-minutes'], values['load-minutes'], values['in-flight'], values.every,
].map(Number) as [number, number, number, number];

async function run({ bench, installation, processes }: ProductionPlatform): Promise<boolean> {
  const database = await DatabaseWatch.open(bench.stack.databaseUrl);
  const made = madeWith(await database.settings(), ['kafkajs', 'pg']);
  await database.close();
  tell(`Idle for ${idleMinutes} min …`);
  const idle = await watch(processes, idleMinutes);
  const load = await LoadControl.start(tillsOf(installation));
  try {
    tell(`${inFlight} orders in flight for ${loadMinutes} min …`);
    load.give({ kind: 'closed', inFlight });
    const loaded = await watch(processes, loadMinutes);
    const { completed } = await load.state();
    const memories = [...processes.keys()].map((name): ServiceMemory => ({ name, idle: idle.get(name) ?? [], loaded: loaded.get(name) ?? [] }));
    const report = renderMemory(made, { idleMinutes, loadMinutes, inFlight, completed }, memories);
    if (loadMinutes >= LONG_ENOUGH_MINUTES) keepResult('memory', made.startedAt, report);
    console.log(`\n${report}`);
    return completed > 0;
  } finally {
    load.stop();
  }
}

async function watch(processes: ProductionPlatform['processes'], minutes: number): Promise<Map<ServiceName, Resident[]>> {
  const seen = new Map([...processes.keys()].map((name): [ServiceName, Resident[]] => [name, []]));
  const began = performance.now();
  for (let second = 0; second < minutes * 60; second = (performance.now() - began) / 1_000) {
    await pause(everySeconds * 1_000);
    for (const [name, { pid }] of processes) {
      seen.get(name)?.push({ second: (performance.now() - began) / 1_000, megabytes: residentOf(pid) });
    }
  }
  return seen;
}

await benchOn(startProductionPlatform(tell), run);
