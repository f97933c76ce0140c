import { whyNoDisk } from '../disk.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SECONDS_EACH = 20;

/** The disk of Postgres is full, then that of the broker; there is room again, and who has ended is started again. */
export const fullDisk: Fault = {
  number: 26,
  name: 'full-disk',
  how: `the disk of Postgres is full for ${SECONDS_EACH} s, then that of Kafka; whoever has ended over it is started again once there is room`,
  seconds: 2 * (SECONDS_EACH + 20),
  limitSeconds: 30,
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
      const ended = await world.stack[part].revive();
      world.tell(`there is room again${ended ? `; ${part} had ended, and is back` : ''}`);
    }
  },
};
