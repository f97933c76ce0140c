import { join } from 'node:path';
import { readLedgers } from '../../judge/read-ledgers.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 120;
const TIMES = 5;
const USUAL_RATE = 8;

/** Much more comes in than usual: what is taken is done, what is not is told so. */
export const overload: Fault = {
  number: 36,
  name: 'overload',
  how: `${TIMES} times the usual ${USUAL_RATE} orders a second for ${SECONDS} s: no caller is left without an answer, and all that was accepted is through two minutes later`,
  seconds: SECONDS,
  restWithinSeconds: 120,
  rate: TIMES * USUAL_RATE,
  setting: (): Promise<Setting> => Promise.resolve({}),
  inject: (world: World) => world.pause(SECONDS),
  afterwards: async (world: World) => {
    const { tills, shops } = await readLedgers(join(world.platform.installation.folder, 'sandbox'));
    const answers = [...tills, ...shops].filter((line) => 'answer' in line && line.answer === 'unknown');
    const silent = answers.filter((line) => !('status' in line) || line.status === undefined);
    world.tell(`${answers.length - silent.length} sendings were put off with an answer, ${silent.length} got none`);
    if (silent.length > 0) world.miss(`${silent.length} sendings were left without an answer`);
  },
};
