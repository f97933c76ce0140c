import { migrate } from '@kervan/service-host';
import { ediGatewayMigrations } from '../migrations/edi-gateway-migrations.js';
import { readDatabaseUrl } from './config.js';

await migrate('edi-gateway', readDatabaseUrl(), ediGatewayMigrations);
