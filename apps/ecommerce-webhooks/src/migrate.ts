import { migrate } from '@kervan/service-host';
import { ecommerceWebhooksMigrations } from '../migrations/ecommerce-webhooks-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('ecommerce-webhooks', readDatabaseUrl(), ecommerceWebhooksMigrations);
