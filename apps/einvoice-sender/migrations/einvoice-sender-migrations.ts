import { messagingMigrations } from '@kervan/messaging';
import { outboundMigrations } from '@kervan/outbound';
import { CreateInvoice1763700100000 } from './1763700100000-create-invoice.js';
import { NoteWhenTaken1763700200000 } from './1763700200000-note-when-taken.js';
import { NoteWhenGivenUp1763700300000 } from './1763700300000-note-when-given-up.js';

/** Everything that the database of einvoice-sender is made of, in order. */
export const einvoiceSenderMigrations = [
  ...messagingMigrations,
  ...outboundMigrations,
  CreateInvoice1763700100000,
  NoteWhenTaken1763700200000,
  NoteWhenGivenUp1763700300000,
];
