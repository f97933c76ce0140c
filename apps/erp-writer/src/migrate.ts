import { migrate } from '@kervan/service-host';
import { erpWriterMigrations } from '../migrations/erp-writer-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('erp-writer', readDatabaseUrl(), erpWriterMigrations);
