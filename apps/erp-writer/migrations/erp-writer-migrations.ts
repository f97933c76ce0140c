import { messagingMigrations } from '@kervan/messaging';
import { outboundMigrations } from '@kervan/outbound';

/** Everything that the database of erp-writer is made of, in order. */
export const erpWriterMigrations = [...messagingMigrations, ...outboundMigrations];
