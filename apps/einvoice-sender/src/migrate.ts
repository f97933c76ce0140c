import { migrate } from '@kervan/service-host';
import { einvoiceSenderMigrations } from '../migrations/einvoice-sender-migrations.js';
import { readDatabase } from './config.js';

await migrate('einvoice-sender', readDatabase(), einvoiceSenderMigrations);
