import { migrate } from '@kervan/service-host';
import { consoleMigrations } from '../migrations/console-migrations.js';
import { readDatabase } from './config.js';

await migrate('console', readDatabase(), consoleMigrations);
