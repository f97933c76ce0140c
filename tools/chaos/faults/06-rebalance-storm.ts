import type { ManagedProcess } from '../../stack/managed-process.js';
import type { ServiceName } from '../../platform/services.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const SECONDS = 120;
const EVERY_SECONDS = 5;
const MEMBERS: readonly ServiceName[] = ['order-orchestrator', 'erp-writer', 'einvoice-sender'];
/** More than one beside each other are more than a small machine can start in time. */
const MOST_BESIDE = 2;

/** Members of the groups on an order's way come and go, so that partitions change hands all the time. */
export const rebalanceStorm: Fault = {
  number: 6,
  name: 'rebalance-storm',
  how: `a process of a service on the way joins or leaves every ${EVERY_SECONDS} s, ${SECONDS} s long`,
  seconds: SECONDS + 80, // the starts of processes come on top
  limitSeconds: 60,
  inject: async (world: World, random: Random) => {
    let beside: ManagedProcess[] = [];
    for (let change = world.times(SECONDS / EVERY_SECONDS); change > 0; change -= 1) {
      const [oldest, ...others] = beside;
      if (oldest && (beside.length >= MOST_BESIDE || random.between(0, 1) === 0)) {
        beside = others;
        await leave(world, oldest, random);
      } else {
        beside = [...beside, await world.join(random.pick(MEMBERS))];
        world.tell(`${beside.at(-1)?.name} has joined`);
      }
      await world.pause(EVERY_SECONDS);
    }
    for (const process of beside) await leave(world, process, random);
  },
};

/** Half of them say so, half of them do not. */
async function leave(world: World, process: ManagedProcess, random: Random): Promise<void> {
  const signal = random.pick(['SIGTERM', 'SIGKILL'] as const);
  await world.end(process, signal);
  world.tell(`${process.name} has left by ${signal}`);
}
