import { InvoiceNumbers } from '@kervan/einvoice-sender/parts';
import type { MessagingCoreOptions } from '@kervan/messaging';
import type { ChunkStatements } from '@kervan/messaging/parts';
import type { Repeat } from '@kervan/outbound';
import type { SagaStore } from '@kervan/saga/parts';
import type { buildStatements } from '@kervan/outbound/parts';
import type { NewRecord } from '../kafka/model-log.js';

/** What is put in place of a mechanism, to see that the model notices; nothing, as a rule. */
export interface Mutation {
  readonly name: string;
  readonly chunks?: ChunkStatements;
  readonly messaging?: NonNullable<MessagingCoreOptions['statements']>;
  readonly outbound?: ReturnType<typeof buildStatements>;
  /** What erp-writer is told of the ERP, in place of the truth. */
  readonly erpRepeat?: Repeat;
  readonly invoiceNumbers: () => InvoiceNumbers;
  /** What is done with records that are about to be sent. */
  readonly beforeSend?: (records: readonly NewRecord[]) => readonly NewRecord[];
  readonly sagas?: SagaStore;
}

/** The mechanism as it is. */
export const unmutated: Mutation = { name: 'none', invoiceNumbers: () => new InvoiceNumbers() };
