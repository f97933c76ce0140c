import type { ManagedProcess } from '../../stack/managed-process.js';
import type { ServiceName } from '../../platform/services.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const FROZEN_SECONDS = [5, 40] as const;
const AWAKE_SECONDS = 3;
const SERVICES: readonly ServiceName[] = ['order-orchestrator', 'erp-writer', 'einvoice-sender'];
const JOIN_SECONDS = 20;

/** A process stands still beyond all its leases while another takes over, and wakes with its work half done. */
export const zombie: Fault = {
  number: 4,
  name: 'zombie',
  how: `SIGSTOP of ${SERVICES.join(', ')}, one after another in an order by the seed, for ${FROZEN_SECONDS.join(' and ')} s, then SIGCONT, with another process beside each that takes over`,
  seconds: SERVICES.length * FROZEN_SECONDS.reduce((sum, seconds) => sum + seconds + AWAKE_SECONDS, 0) + JOIN_SECONDS,
  limitSeconds: 45,
  inject: async (world: World, random: Random) => {
    const services = random.some(SERVICES, SERVICES.length);
    let beside = await joined(world, services[0]);
    for (const [turn, service] of services.entries()) {
      const joining = joined(world, services[turn + 1]); // meanwhile: a start takes its time
      joining.catch(() => undefined); // told below, once nobody stands still any more
      await freeze(world, service, beside);
      await beside?.stop();
      beside = await joining;
    }
  },
};

function joined(world: World, service: ServiceName | undefined): Promise<ManagedProcess | undefined> {
  return service === undefined ? Promise.resolve(undefined) : world.join(service);
}

async function freeze(world: World, service: ServiceName, beside: ManagedProcess | undefined): Promise<void> {
  for (const seconds of FROZEN_SECONDS) {
    world.tell(`${service} stands still for ${seconds} s, ${beside?.name} takes over`);
    world.process(service).signal('SIGSTOP');
    try {
      await world.pause(seconds);
    } finally {
      world.process(service).signal('SIGCONT');
    }
    world.tell(`${service} wakes`);
    await world.pause(AWAKE_SECONDS);
  }
}
