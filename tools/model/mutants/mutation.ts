import { InvoiceNumbers } from '@kervan/einvoice-sender/parts';
import type { MessagingCoreOptions } from '@kervan/messaging';
import type { ChunkStatements } from '@kervan/messaging/parts';
import type { orderToInvoice } from '@kervan/order-orchestrator/parts';
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
  /** ERPs of this kind erp-writer never asks: it sends again what it cannot know the outcome of, as if they knew its keys. */
  readonly neverAsks?: Repeat;
  readonly invoiceNumbers: () => InvoiceNumbers;
  /** What is done with records that are about to be sent. */
  readonly beforeSend?: (records: readonly NewRecord[]) => readonly NewRecord[];
  readonly sagas?: SagaStore;
  readonly definition?: typeof orderToInvoice;
}

/** The mechanism as it is. */
export const unmutated: Mutation = { name: 'none', invoiceNumbers: () => new InvoiceNumbers() };
