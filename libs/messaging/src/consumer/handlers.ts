import type { RecordType } from '@kervan/contracts';
import type { Received } from '../message/received.js';
import type { DatabaseTransaction, Transaction } from '../transaction/transaction.js';
import type { RetryPolicy } from './retry-policy.js';

/** What a dead message does to the later ones of its key. */
export const WhenDead = {
  /** They queue behind it until it is redriven or discarded. */
  hold: 'hold',
  /** They go on: for handlers that compare versions, so that a later message makes the dead one superfluous. */
  pass: 'pass',
} as const;

export type WhenDead = (typeof WhenDead)[keyof typeof WhenDead];

/** A message with the transaction for its outputs. */
export interface Input<T = unknown> {
  readonly message: Received<T>;
  readonly tx: Transaction;
}

interface Named {
  /** Class and method, for logs and spans. */
  readonly name: string;
  readonly whenDead: WhenDead;
  /** When a message that failed is tried again; {@link standardRetry} where it is left out. */
  readonly retry?: RetryPolicy | undefined;
}

/** Takes one message at a time. */
export interface SingleHandler extends Named {
  readonly takes: 'one';
  handle(message: Received<unknown>, tx: Transaction): unknown;
}

/** Takes what a chunk holds for it at once; in key order, and in order within a key. Must accept a chunk of one. */
export interface ChunkHandler extends Named {
  readonly takes: 'many';
  handleAll(inputs: readonly Input[], db: DatabaseTransaction): unknown;
}

export type Handler = SingleHandler | ChunkHandler;

/** A record type with its one handler in this service. */
export interface Subscription {
  readonly record: RecordType<unknown>;
  readonly handler: Handler;
}

/** The handlers of one service: one per record type. */
export class Handlers {
  private readonly byRecord = new Map<string, Handler>();

  /** @throws when a record type has two handlers. */
  constructor(readonly subscriptions: readonly Subscription[]) {
    for (const { record, handler } of subscriptions) {
      const other = this.byRecord.get(record.fullName);
      if (other) throw new Error(`${record.fullName} has two handlers: ${other.name} and ${handler.name}`);
      this.byRecord.set(record.fullName, handler);
    }
  }

  of(fullName: string): Handler | undefined {
    return this.byRecord.get(fullName);
  }
}
