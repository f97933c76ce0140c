import { readCommandLine } from '@kervan/tools/command/command-line';
import { requireDisk } from '@kervan/tools/stack/preflight';
import { localFolder } from '@kervan/tools/stack/checkout';
import { tillsOf } from '../flow/installation.js';
import { LoadControl } from '../flow/load-control.js';
import { benchOn, tell } from '../measure/bench-command.js';
import { DatabaseWatch } from '../measure/database-watch.js';
import { keepResult } from '../measure/keep-result.js';
import { madeWith } from '../measure/made-with.js';
import { renderMemory, type ServiceMemory } from './memory-report.js';
import { type ProductionPlatform, startProductionPlatform } from './production-platform.js';
import { Progress } from './progress.js';
import { watchMemory } from './watch-memory.js';

/** `npm run bench:memory`: what each service has in RAM, idle and under load, and whether it grows. */
const usage = `Usage: npm run bench:memory [-- --idle-minutes 5 --load-minutes 120 --in-flight 256 --every 10]

Starts every service from the files of its image, with the heap that it has in its pod, lets them idle, then keeps so many orders in
flight for so long, and reads the resident memory of each every so many seconds. Tills alone sell: shops, partner and bank bring
nothing. Two hours take some 60 GB of disk. A run whose orders stop ends with 1. The result of two hours under load or more is kept
under bench/results.`;

const LONG_ENOUGH_MINUTES = 120;
/** What an order leaves in Postgres and its log, in Kafka, and in the sandbox's books: 65 KB; and the most orders a second, 120. */
const DISK_BYTES_A_MINUTE = 65_000 * 120 * 60;

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

async function run({ bench, heap, installation, processes }: ProductionPlatform): Promise<boolean> {
  const database = await DatabaseWatch.open(bench.stack.databaseUrl);
  const made = madeWith(await database.settings(), ['kafkajs', 'pg']);
  await database.close();
  tell(`Idle for ${idleMinutes} min …`);
  const idle = await watchMemory(processes, { minutes: idleMinutes, everySeconds });
  const load = await LoadControl.start(tillsOf(installation));
  try {
    tell(`${inFlight} orders in flight for ${loadMinutes} min …`);
    load.give({ kind: 'closed', inFlight });
    const progress = new Progress();
    const loaded = await watchMemory(processes, { minutes: loadMinutes, everySeconds, each: async (second) => progress.note(second, await load.state()) });
    const failure = idle.failure ?? loaded.failure;
    const memories = [...processes.keys()].map(
      (name): ServiceMemory => ({ name, idle: idle.seen.get(name) ?? [], loaded: loaded.seen.get(name) ?? [] }),
    );
    if (failure && loaded.seen.get('console')?.length === 0) throw failure;
    const report = renderMemory(made, { idleMinutes, loadMinutes, inFlight, heap, progress }, memories);
    if (!failure && loadMinutes >= LONG_ENOUGH_MINUTES) keepResult('memory', made.startedAt, report);
    console.log(`\n${report}`);
    if (failure) console.error('The run ended early and is not kept:', failure);
    return !failure;
  } finally {
    load.stop();
  }
}

requireDisk(localFolder, DISK_BYTES_A_MINUTE * loadMinutes);
await benchOn(startProductionPlatform(tell), run);
