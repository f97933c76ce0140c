import { messagingMigrations } from '@kervan/messaging';
import { sagaMigrations } from '@kervan/saga';

/** Everything that the database of order-orchestrator is made of, in order. */
export const orderOrchestratorMigrations = [...messagingMigrations, ...sagaMigrations];
