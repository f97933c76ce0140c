import { messagingMigrations } from '@kervan/messaging';
import { CreateEdiTables1700000200001 } from './1700000200001-create-edi-tables.js';
import { CreateEdiFailingFile1700000200002 } from './1700000200002-create-edi-failing-file.js';
import { KnowOrdersByPartner1700000200003 } from './1700000200003-know-orders-by-partner.js';
import { FindOrders1700000200004 } from './1700000200004-find-orders.js';

/** Everything that the database of edi-gateway is made of, in order. */
export const ediGatewayMigrations = [
  ...messagingMigrations,
  CreateEdiTables1700000200001,
  CreateEdiFailingFile1700000200002,
  KnowOrdersByPartner1700000200003,
  FindOrders1700000200004,
];
