import { whyNoDisk } from '../disk.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS_EACH = 20;
/** From the moment on at which there is room again. */
const LIMIT_SECONDS = 30;

/** The disk of Postgres is full, then that of the broker; there is room again, and who has ended is started again. */
export const fullDisk: Fault = {
  number: 26,
  name: 'full-disk',
  how: `the disk of Postgres is full for ${SECONDS_EACH} s, then that of Kafka; whoever has ended over it is started again once there is room, and answers within ${LIMIT_SECONDS} s; the fault is over when the last has room`,
  seconds: 2 * (SECONDS_EACH + 20),
  limitSeconds: LIMIT_SECONDS,
  needs: whyNoDisk,
  setting: (): Promise<Setting> => Promise.resolve({ disks: { postgres: 1_500, kafka: 700 } }),
  inject: async (world: World) => {
    for (const part of ['postgres', 'kafka'] as const) {
      const disk = world.site.disks[part];
      if (!disk) throw new Error(`${part} has no disk of its own.`);
      disk.fill();
      world.tell(`the disk of ${part} is full`);
      await world.pause(SECONDS_EACH);
      disk.free();
      const free = world.over();
      const ended = await world.stack[part].revive();
      world.measured(`the way of ${part} back from a full disk`, (Date.now() - free) / 1_000, LIMIT_SECONDS);
      world.tell(`there is room again${ended ? `; ${part} had ended, and is back` : ''}`);
    }
  },
};
