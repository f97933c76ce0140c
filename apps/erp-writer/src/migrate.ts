import { migrate } from '@kervan/service-host';
import { erpWriterMigrations } from '../migrations/erp-writer-migrations.js';
import { readDatabase } from './config.js';

await migrate('erp-writer', readDatabase(), erpWriterMigrations);
