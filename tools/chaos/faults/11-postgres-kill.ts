import type { World } from '../world.js';
import type { Fault } from './fault.js';

/** The database server dies without a word and recovers from its log; nothing that was acknowledged is lost. */
export const postgresKill: Fault = {
  number: 11,
  name: 'postgres-kill',
  how: 'kill -9 of the postmaster, started again at once',
  seconds: 10,
  limitSeconds: 15,
  inject: async (world: World) => {
    world.tell(`kill -9 Postgres (processes ${world.stack.postgres.pids.slice(0, 2).join(' and ')}, with its connections)`);
    await world.stack.postgres.kill();
    await world.stack.postgres.start();
    world.tell('Postgres has recovered and answers again');
  },
};
