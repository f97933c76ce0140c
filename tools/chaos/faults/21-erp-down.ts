import { heldBy } from '../held-messages.js';
import { intakeNow } from '../intake.js';
import { victims, type World } from '../world.js';
import type { Fault } from './fault.js';
import { proxied } from './settings.js';

/** Half an hour, ten times shorter. */
const SECONDS = 180;

/** The ERP is not reached for long: every order waits in its queue, and goes out by itself afterwards. */
export const erpDown: Fault = {
  number: 21,
  name: 'erp-down',
  how: `the ERP is down for ${SECONDS} s (half an hour, ten times shorter: --scale 10 takes all of it) at 20 orders a second: none is held or lost, all is through within ten minutes`,
  seconds: SECONDS,
  restWithinSeconds: 600,
  mostCallsPerDocument: 1.2,
  rate: 20,
  setting: proxied,
  inject: async (world: World) => {
    world.links.erp.suffer({ down: true });
    world.tell('the ERP is not reached any more');
    const begin = Date.now();
    await world.pause(SECONDS);
    const { sent, answered } = await intakeNow(world, begin, Date.now());
    world.tell(`${answered} of ${sent} orders were answered without it`);
    for (const service of victims) {
      const held = await heldBy(world, service);
      if (held.length > 0) world.miss(`${service} holds ${held.length} messages`);
    }
    world.links.erp.suffer({});
    world.tell('the ERP is reached again');
  },
};
