import { setTimeout as wait } from 'node:timers/promises';
import type { World } from '../world.js';
import type { ServiceName } from '../../platform/services.js';
import type { Fault } from './fault.js';

const LOCKED_SECONDS = 10;
const TABLES: readonly (readonly [ServiceName, string])[] = [
  ['order-orchestrator', 'saga_instance'],
  ['erp-writer', 'outbound_call'],
  ['einvoice-sender', 'invoice'],
];
const DEADLOCKS = 10;
const HOLD_MS = 100;

/** Tables are locked by somebody else, and somebody else locks rows in the other order. */
export const locks: Fault = {
  number: 14,
  name: 'locks',
  how: `${TABLES.map(([service, table]) => `${table} of ${service}`).join(', ')} locked for ${LOCKED_SECONDS} s each; then ${DEADLOCKS} times positions locked in the other order, so that somebody is chosen as a deadlock's victim`,
  seconds: TABLES.length * LOCKED_SECONDS + 10,
  limitSeconds: 5,
  inject: async (world: World) => {
    for (const [service, table] of TABLES) {
      world.tell(`${table} of ${service} is locked`);
      await world.whileLocked(service, table, 'EXCLUSIVE', () => world.pause(LOCKED_SECONDS));
    }
    let victims = 0;
    for (let times = world.times(DEADLOCKS); times > 0; times -= 1) victims += await lockBackwards(world);
    world.tell(`positions of order-orchestrator locked backwards; this session was the victim ${victims} times`);
  },
};

/** Locks the positions one by one from the last to the first; 1 where Postgres chose this session to end a deadlock. */
async function lockBackwards(world: World): Promise<number> {
  return world.inDatabase('order-orchestrator', async (client) => {
    const { rows } = await client.query<{ topic: string; partition: number }>(
      'SELECT topic, partition FROM consumer_progress ORDER BY topic DESC, partition DESC LIMIT 24',
    );
    await client.query('BEGIN');
    try {
      for (const { topic, partition } of rows) {
        await client.query('SELECT 1 FROM consumer_progress WHERE topic = $1 AND partition = $2 FOR UPDATE', [topic, partition]);
        await wait(HOLD_MS);
      }
      return 0;
    } catch {
      return 1;
    } finally {
      await client.query('ROLLBACK');
    }
  });
}
