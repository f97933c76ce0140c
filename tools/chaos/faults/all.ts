import { serviceKill } from './01-service-kill.js';
import { rollingRestart } from './03-rolling-restart.js';
import { zombie } from './04-zombie.js';
import { groupKill } from './05-group-kill.js';
import { rebalanceStorm } from './06-rebalance-storm.js';
import { brokerKill } from './07-broker-kill.js';
import { brokerAway } from './08-broker-away.js';
import { brokerFreeze } from './10-broker-freeze.js';
import { postgresKill } from './11-postgres-kill.js';
import { connectionsCut } from './12-connections-cut.js';
import { poolExhausted } from './13-pool-exhausted.js';
import { locks } from './14-locks.js';
import { registryAway } from './15-registry-away.js';
import { coldStartWithoutRegistry } from './16-cold-start-without-registry.js';
import { erpFaults } from './20-erp-faults.js';
import { poison } from './22-poison.js';
import type { Fault } from './fault.js';

/** Every row of the matrix that is injected here, in its order. */
export const faults: readonly Fault[] = [
  serviceKill,
  rollingRestart,
  zombie,
  groupKill,
  rebalanceStorm,
  brokerKill,
  brokerAway,
  brokerFreeze,
  postgresKill,
  connectionsCut,
  poolExhausted,
  locks,
  registryAway,
  coldStartWithoutRegistry,
  erpFaults,
  poison,
];
