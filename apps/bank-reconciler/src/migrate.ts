import { migrate } from '@kervan/service-host';
import { bankReconcilerMigrations } from '../migrations/bank-reconciler-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('bank-reconciler', readDatabaseUrl(), bankReconcilerMigrations);
