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
const AMONG: readonly Fault[] = [
  serviceKill, zombie, groupKill, rebalanceStorm, brokerKill, brokerFreeze, postgresKill, connectionsCut, locks, erpFaults,
];

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
    while (performance.now() < end) {
      const pair = random.some(chosen, random.between(1, 2));
      world.tell(pair.map(({ name }) => name).join(' and '));
      await Promise.all(pair.map((fault) => fault.inject(world.at(SHARE), random)));
      await world.pause(BETWEEN_SECONDS);
    }
  },
};
