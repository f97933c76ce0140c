import { migrate } from '@kervan/service-host';
import { bankReconcilerMigrations } from '../migrations/bank-reconciler-migrations.js';
import { readDatabase } from './config.js';

await migrate('bank-reconciler', readDatabase(), bankReconcilerMigrations);
