import { migrate } from '@kervan/service-host';
import { orderOrchestratorMigrations } from '../migrations/order-orchestrator-migrations.js';
import { readDatabase } from './config.js';

await migrate('order-orchestrator', readDatabase(), orderOrchestratorMigrations);
