import { setTimeout as wait } from 'node:timers/promises';
import { urlOf } from '../../platform/services.js';
import { oneTillKey } from '../till-keys.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 10;
/** More than a service has connections for its callers. */
const CALLERS = 40;
const ANSWER_WITHIN_SECONDS = 2.5;
const LOOK_EVERY_MS = 250;

/** Every connection of a door waits for a lock, and more callers come. */
export const poolExhausted: Fault = {
  number: 13,
  name: 'pool-exhausted',
  how: `the sales of pos-ingest are locked for ${SECONDS} s while ${CALLERS} callers wait: others are answered within ${ANSWER_WITHIN_SECONDS} s, and it stays live`,
  seconds: SECONDS,
  limitSeconds: 5,
  inject: async (world: World) => {
    await world.whileLocked('pos-ingest', 'pos_sale', 'ACCESS EXCLUSIVE', async () => {
      const end = performance.now() + SECONDS * 1_000;
      const callers = Array.from({ length: CALLERS }, () => lookUp(world));
      await wait(LOOK_EVERY_MS);
      let slowest = 0;
      while (performance.now() < end) {
        const begin = performance.now();
        const status = await lookUp(world);
        slowest = Math.max(slowest, performance.now() - begin);
        if (status < 500) world.miss(`a look-up in a table that is locked was answered ${status === 0 ? 'not at all' : status}`);
        if (!(await world.isLive('pos-ingest'))) world.miss('pos-ingest is not live');
        await wait(LOOK_EVERY_MS);
      }
      const statuses = await Promise.all(callers);
      world.tell(`${CALLERS} callers were answered ${[...new Set(statuses)].join(', ')}; who came later within ${Math.round(slowest)} ms`);
      world.measured('an answer', slowest / 1_000, ANSWER_WITHIN_SECONDS);
    });
  },
};

/** Asks for a sale that there is not, as a till would; tells the status of the answer, 0 where there is none. */
async function lookUp({ platform: { installation } }: World): Promise<number> {
  const headers = { Authorization: `Bearer ${oneTillKey(installation)}` };
  try {
    const answer = await fetch(`${urlOf('pos-ingest', installation)}/v1/sales/00000000-0000-8000-8000-000000000000`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
