import { catalogue } from '@kervan/contracts';
import { Stranger, type LaidRecord } from '../bad-records.js';
import { replayAll } from '../invariants/replay.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const SECONDS = 60;
const MOST_COPIES = 5;
const REPLAYED_WITHIN_MS = 300_000;

/** Every message comes again and again, and in the end everything once more from the first. */
export const duplicates: Fault = {
  number: 24,
  name: 'duplicates',
  how: `every record on every topic is written 1 to ${MOST_COPIES} times more, for ${SECONDS} s; at rest every service reads all topics again from their beginnings`,
  seconds: SECONDS,
  limitSeconds: 0,
  inject: async (world: World, random: Random) => {
    const stranger = await Stranger.come(world.stack.kafkaBrokers);
    const seen = new Set<string>();
    let copies = 0;
    const repeat = async (record: LaidRecord): Promise<void> => {
      const id = `${record.topic} ${String(record.headers.ce_id)}`;
      if (seen.has(id)) return;
      seen.add(id);
      for (let more = random.between(1, MOST_COPIES); more > 0; more -= 1) {
        copies += 1;
        await stranger.again(record);
      }
    };
    await stranger.follow(catalogue.topics.map(({ name }) => name), repeat, world.pause(SECONDS));
    await stranger.go();
    world.tell(`${copies} copies of ${seen.size} records`);
  },
  afterwards: async (world: World) => {
    for (const { detail } of await replayAll(world.platform.installation, { withinMs: REPLAYED_WITHIN_MS })) world.miss(detail);
    world.tell('every service has read all topics again');
  },
};
