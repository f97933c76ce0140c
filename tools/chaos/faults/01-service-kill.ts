import { victims, type World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const KILLS = 50;
const EVERY_SECONDS = 3;

/** Any service dies without a word, again and again; the others keep on. */
export const serviceKill: Fault = {
  number: 1,
  name: 'service-kill',
  how: `kill -9 of one service at random, ${KILLS} times, one every ${EVERY_SECONDS} s; those of which the rate says nothing are back within the limit, too`,
  seconds: KILLS * EVERY_SECONDS,
  limitSeconds: 45,
  inject: async (world: World, random: Random) => {
    for (let kill = world.times(KILLS); kill > 0; kill -= 1) {
      const service = random.pick(victims);
      await world.untilReady(service);
      world.tell(`kill -9 ${service} (process ${world.process(service).pid})`);
      await world.kill(service);
      if (kill > 1) await world.pause(EVERY_SECONDS);
    }
  },
};
