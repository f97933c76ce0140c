import { migrate } from '@kervan/service-host';
import { orderOrchestratorMigrations } from '../migrations/order-orchestrator-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('order-orchestrator', readDatabaseUrl(), orderOrchestratorMigrations);
