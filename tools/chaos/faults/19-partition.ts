import { linkNames } from '../proxy/links.js';
import type { Direction } from '../proxy/toxics.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';
import { proxied } from './settings.js';

const SECONDS = 60;
const CUTS: readonly (readonly Direction[])[] = [['there', 'back'], ['there'], ['back']];

/** The network swallows everything on one way, and tells nobody. */
export const partition: Fault = {
  number: 19,
  name: 'partition',
  how: `the way to one of ${linkNames.join(', ')} swallows everything for ${SECONDS} s, in both directions or in one; by proxies, since packets cannot be dropped here`,
  seconds: SECONDS,
  limitSeconds: 60,
  setting: proxied,
  inject: async (world: World, random: Random) => {
    const link = random.pick(linkNames);
    const swallow = random.pick(CUTS);
    world.tell(`the way to ${link} swallows what goes ${swallow.join(' and ')}`);
    world.links[link].suffer({ swallow });
    await world.pause(SECONDS);
    world.links[link].suffer({});
    world.links[link].cut();
    world.tell('it is open again');
  },
};
