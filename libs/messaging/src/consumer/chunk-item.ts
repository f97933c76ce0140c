import type { RawRecord } from '../message/raw-record.js';
import type { Received } from '../message/received.js';
import type { Failure } from './failure.js';
import type { Handler } from './handlers.js';
import type { OwnedPartition } from './owned-partition.js';

/** What a record turned out to be. */
export type Content =
  /** Of a type in the catalogue that has no handler here. */
  | { readonly kind: 'skipped' }
  /** For a handler; a command may also be for the library itself (`Withdraw`), then it has none. */
  | { readonly kind: 'message'; readonly message: Received<unknown>; readonly handler: Handler | undefined }
  /** Not a message, and never will be. */
  | { readonly kind: 'undecodable'; readonly failure: Failure };

/** One record of the log on its way through a chunk. */
export interface ChunkItem {
  readonly partition: OwnedPartition;
  readonly record: RawRecord;
  /** The position of the partition before this record, which is where the one before it has led. */
  readonly previous: bigint;
  /** The position of the partition once this record is done. */
  readonly next: bigint;
}

/** A chunk item whose record has been looked into. */
export interface ReadItem extends ChunkItem {
  readonly content: Content;
  /** What the inbox knows it by. */
  readonly messageId: string;
}
