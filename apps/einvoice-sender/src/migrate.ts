import { migrate } from '@kervan/service-host';
import { einvoiceSenderMigrations } from '../migrations/einvoice-sender-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('einvoice-sender', readDatabaseUrl(), einvoiceSenderMigrations);
