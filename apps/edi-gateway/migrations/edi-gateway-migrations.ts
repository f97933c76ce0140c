import { messagingMigrations } from '@kervan/messaging';
import { CreateEdiTables1700000200001 } from './1700000200001-create-edi-tables.js';
import { CreateEdiFailingFile1700000200002 } from './1700000200002-create-edi-failing-file.js';

/** Everything that the database of edi-gateway is made of, in order. */
export const ediGatewayMigrations = [
  ...messagingMigrations,
  CreateEdiTables1700000200001,
  CreateEdiFailingFile1700000200002,
];
