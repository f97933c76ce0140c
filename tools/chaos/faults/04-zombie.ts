import type { ServiceName } from '../../platform/services.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const FROZEN_SECONDS = [5, 40] as const;
const SERVICES: readonly ServiceName[] = ['order-orchestrator', 'erp-writer', 'einvoice-sender'];

/** A process stands still beyond all its leases while another takes over, and wakes with its work half done. */
export const zombie: Fault = {
  number: 4,
  name: 'zombie',
  how: `SIGSTOP of a service on the way for ${FROZEN_SECONDS.join(' and ')} s, then SIGCONT, with another process beside it that takes over`,
  seconds: FROZEN_SECONDS.reduce((sum, seconds) => sum + seconds, 0) + 20,
  limitSeconds: 45,
  inject: async (world: World, random: Random) => {
    for (const seconds of FROZEN_SECONDS) {
      const service = random.pick(SERVICES);
      const beside = await world.join(service);
      world.tell(`${service} stands still for ${seconds} s, ${beside.name} takes over`);
      world.process(service).signal('SIGSTOP');
      try {
        await world.pause(seconds);
      } finally {
        world.process(service).signal('SIGCONT');
      }
      world.tell(`${service} wakes`);
      await beside.stop();
    }
  },
};
