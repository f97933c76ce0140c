import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutatingHook } from '../../mutants/mutating.js';
import { redriveAll } from '../invariants/replay.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS = 40;
const REDRIVEN_WITHIN_MS = 120_000;
const SWITCH = 'handler-is-broken';

/** One order in 256 meets each of them while the switch is there. */
const BUGS = [
  `null.order`, // a TypeError
  `return Promise.reject(undefined)`,
  `return new Promise(() => undefined)`, // never resolves
  `return new Promise(() => setTimeout(() => { throw new Error('thrown in a timer'); }))`,
  `(function again() { again(); })()`, // the stack overflows
];
const LINE = 'const { orderId, commandId, order } = data;';
const broken = (file: string): string =>
  `if (process.getBuiltinModule('node:fs').existsSync(${JSON.stringify(file)})) switch (parseInt(orderId.slice(-2), 16)) {
    ${BUGS.map((bug, index) => `case ${index}: ${bug};`).join('\n')}
  }`;

/** A release with bugs in a handler runs for a while, and is taken back. */
export const codeBugs: Fault = {
  number: 23,
  name: 'code-bugs',
  how: `for ${SECONDS} s a handler of erp-writer throws a TypeError, rejects undefined, never resolves, throws in a timer, recurses without end, each for one order in 256; then what is held is redriven`,
  seconds: SECONDS,
  limitSeconds: 0,
  setting: (folder): Promise<Setting> => {
    const mutation = { file: 'apps/erp-writer/src/post-sales-order/post-sales-order.consumer.ts', find: LINE, replace: `${LINE} ${broken(join(folder, SWITCH))}` };
    return Promise.resolve({ besides: { 'erp-writer': mutatingHook(folder, [mutation]) } });
  },
  inject: async (world: World) => {
    const file = join(world.site.settingFolder, SWITCH);
    writeFileSync(file, '');
    world.site.died = true; // the one that throws in a timer takes the process along
    world.tell('the handler of PostSalesOrder is broken');
    await world.pause(SECONDS);
    rmSync(file);
    world.tell('it is mended');
    for (const { detail } of await redriveAll(world.platform.installation, { withinMs: REDRIVEN_WITHIN_MS })) world.miss(detail);
    world.tell('everything held was redriven');
  },
};
