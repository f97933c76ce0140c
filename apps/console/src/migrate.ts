import { migrate } from '@kervan/service-host';
import { consoleMigrations } from '../migrations/console-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('console', readDatabaseUrl(), consoleMigrations);
