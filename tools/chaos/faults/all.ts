import { serviceKill } from './01-service-kill.js';
import { rebalanceStorm } from './06-rebalance-storm.js';
import { brokerKill } from './07-broker-kill.js';
import { postgresKill } from './11-postgres-kill.js';
import { erpFaults } from './20-erp-faults.js';
import { poison } from './22-poison.js';
import type { Fault } from './fault.js';

/** Every row of the matrix that is injected here, in its order. */
export const faults: readonly Fault[] = [serviceKill, rebalanceStorm, brokerKill, postgresKill, erpFaults, poison];
