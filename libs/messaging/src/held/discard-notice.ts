import type { RecordType } from '@kervan/contracts';
import type { Received } from '../message/received.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';

/** Tells those outside that a person has given a message up; provided by whoever they would wait for else. */
export interface DiscardNotice {
  /** The record of the messages that it tells of. */
  readonly record: RecordType<unknown>;
  /**
   * Tells that nothing will come of a message, within the transaction that discards it. It is called once no other of its
   * record and key is held that may still be handled; there may have been another before. Where the last one cannot be
   * read, its content is that of the latest that was given up and can be; its id is always that of the last one.
   *
   * @throws {DiscardRefused} where something has come of it: then it is not discarded.
   */
  give(db: DatabaseTransaction, message: Received<unknown>, act: { readonly by: string; readonly reason: string }): Promise<void>;
}

/** A message must not be given up, for the reason that it says; permanent, told to whoever wanted to discard it. */
export class DiscardRefused extends Error {
  override readonly name = 'DiscardRefused';
}

/** Injection token of {@link DiscardNotice}. Without one nobody is told. */
export const DISCARD_NOTICE = Symbol('DISCARD_NOTICE');
