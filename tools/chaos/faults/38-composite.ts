import { allDone } from '../all-done.js';
import type { World } from '../world.js';
import type { Random } from '../random.js';
import { serviceKill } from './01-service-kill.js';
import { zombie } from './04-zombie.js';
import { groupKill } from './05-group-kill.js';
import { rebalanceStorm } from './06-rebalance-storm.js';
import { brokerKill } from './07-broker-kill.js';
import { brokerFreeze } from './10-broker-freeze.js';
import { postgresKill } from './11-postgres-kill.js';
import { connectionsCut } from './12-connections-cut.js';
import { locks } from './14-locks.js';
import { erpFaults } from './20-erp-faults.js';
import type { Fault } from './fault.js';

const SECONDS = 1_800;
const FEWEST = 3;
const MOST = 5;
/** Each is done shorter than alone, and oftener. */
const SHARE = 0.2;
const BETWEEN_SECONDS = 15;
/** Two at a time happen to different grounds: one cannot be done to a server that another has taken away. */
const TO_STACK: readonly Fault[] = [brokerKill, brokerFreeze, postgresKill, connectionsCut, locks];
const TO_OTHERS: readonly Fault[] = [serviceKill, zombie, groupKill, rebalanceStorm, erpFaults];
const AMONG = [...TO_STACK, ...TO_OTHERS];

/** Several faults after and into each other, as a bad day has them. */
export const composite: Fault = {
  number: 38,
  name: 'composite',
  how: `${FEWEST} to ${MOST} kinds of the faults ${AMONG.map(({ number }) => number).join(', ')}, chosen by the seed, two at a time at most, for ${SECONDS / 60} minutes`,
  seconds: SECONDS,
  limitSeconds: 180,
  inject: async (world: World, random: Random) => {
    const chosen = random.some(AMONG, random.between(FEWEST, MOST));
    world.tell(`chosen: ${chosen.map(({ name }) => name).join(', ')}`);
    const end = performance.now() + world.milliseconds(SECONDS);
    for (;;) {
      const first = random.pick(chosen);
      const others = chosen.filter((fault) => TO_STACK.includes(fault) !== TO_STACK.includes(first));
      const pair = [first, ...random.some(others, random.between(0, 1))];
      world.tell(pair.map(({ name }) => name).join(' and '));
      await allDone(pair.map((fault) => injectPart(world.at(SHARE), fault, random)));
      if (performance.now() + world.milliseconds(BETWEEN_SECONDS) >= end) return; // a pause now would be part of the way back
      await world.pause(BETWEEN_SECONDS);
    }
  },
};

async function injectPart(part: World, fault: Fault, random: Random): Promise<void> {
  try {
    await fault.inject(part, random);
  } finally {
    await part.close();
  }
}
