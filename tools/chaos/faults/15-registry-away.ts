import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 30;

/** The schema registry is away while everything runs: nobody needs it. */
export const registryAway: Fault = {
  number: 15,
  name: 'registry-away',
  how: `kill -9 of the schema registry, away for ${SECONDS} s`,
  seconds: SECONDS + 20,
  limitSeconds: 0,
  inject: async (world: World) => {
    await world.stack.registry.kill();
    world.tell('the schema registry is away');
    await world.pause(SECONDS);
    await world.stack.registry.start();
    world.tell('the schema registry answers again');
  },
};
