import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 30;
const EVERY_SECONDS = 2;
const CUT = `SELECT count(pg_terminate_backend(pid))::int AS cut FROM pg_stat_activity
  WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`;

/** Postgres throws everyone out, again and again. */
export const connectionsCut: Fault = {
  number: 12,
  name: 'connections-cut',
  how: `pg_terminate_backend of every connection, every ${EVERY_SECONDS} s, ${SECONDS} s long`,
  seconds: SECONDS,
  limitSeconds: 5,
  inject: async (world: World) => {
    let cut = 0;
    for (let times = world.times(SECONDS / EVERY_SECONDS); times > 0; times -= 1) {
      const [row] = (await world.inDatabase('pos-ingest', (client) => client.query<{ cut: number }>(CUT))).rows;
      cut += row?.cut ?? 0;
      await world.pause(EVERY_SECONDS);
    }
    world.tell(`${cut} connections were cut`);
  },
};
