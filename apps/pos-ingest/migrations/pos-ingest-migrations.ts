import { messagingMigrations } from '@kervan/messaging';
import { CreateSaleTables1700000100001 } from './1700000100001-create-sale-tables.js';
import { FindSales1700000100002 } from './1700000100002-find-sales.js';

/** Everything that the database of pos-ingest is made of, in order. */
export const posIngestMigrations = [...messagingMigrations, CreateSaleTables1700000100001, FindSales1700000100002];
