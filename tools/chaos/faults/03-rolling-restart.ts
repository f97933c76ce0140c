import { victims, type World } from '../world.js';
import type { Fault } from './fault.js';

/** Every service is told to end, in order, and comes back. */
export const rollingRestart: Fault = {
  number: 3,
  name: 'rolling-restart',
  how: 'SIGTERM to every service, one after another, each alone: each ends with 0; with a second process beside it: e2e/resilience/stop-services.e2e.spec.ts',
  seconds: 100,
  limitSeconds: 10,
  inject: async (world: World) => {
    for (const service of victims) {
      const { pid } = world.process(service);
      world.process(service).signal('SIGTERM');
      await world.untilReplaced(service, pid);
      const { endedWith } = world.process(service);
      if (endedWith !== 0) world.miss(`${service} (process ${pid}) has ended with ${endedWith ?? 'a signal'} on SIGTERM, not with 0`);
      world.tell(`${service} has ended on SIGTERM (process ${pid}) and is ready again`);
    }
  },
};
