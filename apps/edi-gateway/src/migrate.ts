import { migrate } from '@kervan/service-host';
import { ediGatewayMigrations } from '../migrations/edi-gateway-migrations.js';
import { readDatabase } from './config.js';

await migrate('edi-gateway', readDatabase(), ediGatewayMigrations);
