import { messagingMigrations } from '@kervan/messaging';
import { CreateShopTables1700000500001 } from './1700000500001-create-shop-tables.js';

/** Everything that the database of ecommerce-webhooks is made of, in order. */
export const ecommerceWebhooksMigrations = [...messagingMigrations, CreateShopTables1700000500001];
