import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { checkout } from '../../stack/checkout.js';
import type { Besides } from '../../platform/services.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const BLOCKED_MS = 20_000;
/** As in the chart: three probes, five seconds apart. */
const PROBES = 3;
const PROBE_EVERY_SECONDS = 5;
const MEMORY_MEGABYTES = 192;
const FILE = 'mischief.json';

/** A process does not come to its work any more, and one has no memory left. */
export const memoryAndEventLoop: Fault = {
  number: 29,
  name: 'memory-and-event-loop',
  how: `the event loop of order-orchestrator is kept busy for ${BLOCKED_MS / 1_000} s: ${PROBES} probes of its liveness fail and it is killed; erp-writer takes memory until its ${MEMORY_MEGABYTES} MB are full, and the fault is over once that has ended it`,
  seconds: 40,
  limitSeconds: 60,
  setting: (folder): Promise<Setting> => {
    mkdirSync(folder, { recursive: true });
    const hook = pathToFileURL(join(checkout, 'tools/chaos/mischief.mjs')).href;
    const own = { env: { KERVAN_MISCHIEF: join(folder, FILE) }, execArgv: [`--max-old-space-size=${MEMORY_MEGABYTES}`, '--import', hook] };
    const besides: Besides = { 'order-orchestrator': own, 'erp-writer': own };
    return Promise.resolve({ besides });
  },
  inject: async (world: World) => {
    const tellProcess = (mischief: object): void => writeFileSync(join(world.site.settingFolder, FILE), JSON.stringify(mischief));
    tellProcess({ blockMs: BLOCKED_MS });
    world.process('order-orchestrator').signal('SIGUSR2');
    world.tell('the event loop of order-orchestrator is busy');
    if (await failsProbes(world)) {
      world.tell(`${PROBES} probes have failed: it is killed`);
      await world.kill('order-orchestrator');
    } else world.miss('order-orchestrator was live with its event loop blocked');
    tellProcess({ fill: true });
    const { pid } = world.process('erp-writer');
    world.site.died = true;
    world.process('erp-writer').signal('SIGUSR2');
    await world.untilGone('erp-writer', pid);
    world.over();
    await world.untilReplaced('erp-writer', pid);
    world.tell(`erp-writer (process ${pid}) had no memory left, and is back`);
    await world.untilReady('order-orchestrator');
  },
};

/** Each probe begins so long after the one before began, whenever that ended. */
async function failsProbes(world: World): Promise<boolean> {
  let due = wait(PROBE_EVERY_SECONDS * 1_000);
  for (let probe = 0; probe < PROBES; probe += 1) {
    await due;
    due = wait(PROBE_EVERY_SECONDS * 1_000);
    if (await world.isLive('order-orchestrator')) return false;
  }
  return true;
}
