import { victims, type World } from '../world.js';
import type { Fault } from './fault.js';

/** Services start while the schema registry is away: they know the ids of their schemas. */
export const coldStartWithoutRegistry: Fault = {
  number: 16,
  name: 'cold-start-without-registry',
  how: 'kill -9 of the schema registry and of every service; the services come back without it',
  seconds: 60, // as long as it takes to start everything
  inject: async (world: World) => {
    await world.stack.registry.kill();
    await Promise.all(victims.map((service) => world.kill(service)));
    world.tell('everything but Kafka and Postgres is gone');
    for (const service of victims) await world.untilReady(service);
    world.tell('every service is ready, without the schema registry');
    await world.stack.registry.start();
  },
};
