import { serviceKill } from './01-service-kill.js';
import { crashPointsHit } from './02-crash-points.js';
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
import { badLinks } from './18-bad-links.js';
import { partition } from './19-partition.js';
import { erpFaults } from './20-erp-faults.js';
import { erpDown } from './21-erp-down.js';
import { poison } from './22-poison.js';
import { codeBugs } from './23-code-bugs.js';
import { duplicates } from './24-duplicates.js';
import { fullDisk } from './26-full-disk.js';
import { memoryAndEventLoop } from './29-memory-and-event-loop.js';
import { fileHandles } from './30-file-handles.js';
import { offsetsGone } from './34-offsets-gone.js';
import { overload } from './36-overload.js';
import { collectorAway } from './37-collector-away.js';
import { composite } from './38-composite.js';
import type { Fault } from './fault.js';

/** Every row of the matrix that is injected here, in its order. */
export const faults: readonly Fault[] = [
  serviceKill,
  crashPointsHit,
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
  badLinks,
  partition,
  erpFaults,
  erpDown,
  poison,
  codeBugs,
  duplicates,
  fullDisk,
  memoryAndEventLoop,
  fileHandles,
  offsetsGone,
  overload,
  collectorAway,
  composite,
];
