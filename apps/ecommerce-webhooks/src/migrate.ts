import { migrate } from '@kervan/service-host';
import { ecommerceWebhooksMigrations } from '../migrations/ecommerce-webhooks-migrations.js';
import { readDatabase } from './config.js';

await migrate('ecommerce-webhooks', readDatabase(), ecommerceWebhooksMigrations);
