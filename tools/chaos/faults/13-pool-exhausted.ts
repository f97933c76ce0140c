import { setTimeout as wait } from 'node:timers/promises';
import { urlOf } from '../../platform/services.js';
import { oneTillKey } from '../till-keys.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 10;
/** Four times as many as a service has connections for its callers. */
const CALLERS = 40;
const ANSWER_WITHIN_SECONDS = 2.5;
const LOOK_EVERY_MS = 250;

/** Every connection of a door waits for a lock, and more callers come all the time. */
export const poolExhausted: Fault = {
  number: 13,
  name: 'pool-exhausted',
  how: `the sales of pos-ingest are locked for ${SECONDS} s while ${CALLERS} callers ask again and again: whoever finds no connection, as most do, is answered within ${ANSWER_WITHIN_SECONDS} s, and it stays live`,
  seconds: SECONDS,
  limitSeconds: 5,
  inject: async (world: World) => {
    await world.whileLocked('pos-ingest', 'pos_sale', 'ACCESS EXCLUSIVE', async () => {
      const end = performance.now() + SECONDS * 1_000;
      const callers = Array.from({ length: CALLERS }, () => askUntil(world, end));
      while (performance.now() < end) {
        if (!(await world.isLive('pos-ingest'))) world.miss('pos-ingest is not live');
        await wait(LOOK_EVERY_MS);
      }
      const answers = (await Promise.all(callers)).flat();
      const median = answers.map(({ seconds }) => seconds).toSorted((one, other) => one - other)[Math.floor(answers.length / 2)] ?? 0;
      const statuses = [...new Set(answers.map(({ status }) => status))].toSorted();
      world.tell(`${answers.length} requests were answered ${statuses.join(', ')}, the median after ${median.toFixed(1)} s`);
      if (statuses.some((status) => status < 500)) world.miss('a look-up in a table that is locked was answered as if it were not, or not at all');
      world.measured('the median answer', median, ANSWER_WITHIN_SECONDS);
    });
  },
};

/** Asks one time after another; tells how each was answered. */
async function askUntil(world: World, end: number): Promise<{ readonly status: number; readonly seconds: number }[]> {
  const answers: { status: number; seconds: number }[] = [];
  while (performance.now() < end) {
    const begin = performance.now();
    const status = await lookUp(world);
    answers.push({ status, seconds: (performance.now() - begin) / 1_000 });
  }
  return answers;
}

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
