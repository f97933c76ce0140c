import { allDone } from '../all-done.js';
import type { LinkName } from '../proxy/links.js';
import type { Direction } from '../proxy/toxics.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';
import { proxied } from './settings.js';

const SECONDS = 60;
const EVERY_SECONDS = 35;
/** In such an order that Kafka and Postgres are never away at once, and every way has work of its own for a while. */
const TURNS: readonly LinkName[] = ['kafka', 'integrator', 'postgres', 'erp'];
const CUTS: readonly (readonly Direction[])[] = [['there', 'back'], ['there'], ['back']];

/** The network swallows everything on one way after the other, and tells nobody. */
export const partition: Fault = {
  number: 19,
  name: 'partition',
  how: `the ways to ${TURNS.join(', ')} swallow everything for ${SECONDS} s each, the next one ${EVERY_SECONDS} s after the one before; requests, answers or both, by the seed; by proxies, since packets cannot be dropped here`,
  seconds: (TURNS.length - 1) * EVERY_SECONDS + SECONDS,
  limitSeconds: 60,
  setting: proxied,
  inject: async (world: World, random: Random) => {
    const cuts = TURNS.map((link) => ({ link, swallow: random.pick(CUTS) }));
    await allDone(cuts.map(async ({ link, swallow }, turn) => {
      await world.pause(turn * EVERY_SECONDS);
      world.tell(`the way to ${link} swallows what goes ${swallow.join(' and ')}`);
      world.links[link].suffer({ swallow });
      await world.pause(SECONDS);
      world.links[link].suffer({});
      world.links[link].cut();
      world.tell(`the way to ${link} is open again`);
    }));
  },
};
