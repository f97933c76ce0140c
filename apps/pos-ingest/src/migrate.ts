import { migrate } from '@kervan/service-host';
import { posIngestMigrations } from '../migrations/pos-ingest-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('pos-ingest', readDatabaseUrl(), posIngestMigrations);
