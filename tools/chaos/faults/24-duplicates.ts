import { catalogue } from '@kervan/contracts';
import { Stranger } from '../bad-records.js';
import { replayAll } from '../invariants/replay.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const SECONDS = 60;
const MOST_COPIES = 5;
/** What lies there when the time is up is copied still. */
const LAST_WITHIN_MS = 60_000;
const REPLAYED_WITHIN_MS = 300_000;

/** Every message comes again and again, and in the end everything once more from the first. */
export const duplicates: Fault = {
  number: 24,
  name: 'duplicates',
  how: `every record on every topic is written 1 to ${MOST_COPIES} times more, as soon as it is there, for ${SECONDS} s; at rest every service reads all topics again from their beginnings`,
  seconds: SECONDS + 5,
  setting: (): Promise<Setting> => Promise.resolve({}), // a site of its own: what lies there from before would be copied first
  inject: async (world: World, random: Random) => {
    const stranger = await Stranger.come(world.stack.kafkaBrokers);
    try {
      const topics = catalogue.topics.map(({ name }) => name);
      const copiesOf = (): number => random.between(1, MOST_COPIES);
      const { records, copies, missing } = await stranger.copyAll(topics, copiesOf, world.pause(SECONDS), LAST_WITHIN_MS);
      world.tell(`${copies} copies of ${records} records, which is ${missing === 0 ? 'every one' : 'not every one'} that lay there`);
      if (records === 0 || missing > 0) world.miss(`not every record was copied: ${missing} were not come to in time`);
    } finally {
      await stranger.go();
    }
  },
  afterwards: async (world: World) => {
    for (const { detail } of await replayAll(world.platform.installation, { withinMs: REPLAYED_WITHIN_MS })) world.miss(detail);
    world.tell('every service has read all topics again');
  },
};
