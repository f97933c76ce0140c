import { migrate } from '@kervan/service-host';
import { posIngestMigrations } from '../migrations/pos-ingest-migrations.js';
import { readDatabase } from './config.js';

await migrate('pos-ingest', readDatabase(), posIngestMigrations);
