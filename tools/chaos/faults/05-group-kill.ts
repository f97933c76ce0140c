import type { ServiceName } from '../../platform/services.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const SERVICES: readonly ServiceName[] = ['order-orchestrator', 'erp-writer', 'einvoice-sender', 'bank-reconciler', 'console'];

/** All members of a consumer group die at once. */
export const groupKill: Fault = {
  number: 5,
  name: 'group-kill',
  how: 'kill -9 of both processes of a service at the same moment; one comes back, within the limit also where the rate says nothing of it',
  seconds: 15,
  limitSeconds: 60,
  inject: async (world: World, random: Random) => {
    const service = random.pick(SERVICES);
    const beside = await world.join(service);
    world.tell(`kill -9 of both processes of ${service} (${world.process(service).pid} and ${beside.pid})`);
    await Promise.all([world.kill(service), world.end(beside, 'SIGKILL')]);
  },
};
