import type { DatabaseTransaction, SetWriter, Transaction } from '@kervan/messaging';
import type { CallType } from './call/call-type.js';
import type { CallStore } from './store/call-store.js';
import type { NewCall } from './store/outbound-call.js';

/** An outgoing call to be made. */
export interface Enqueued<Data> {
  readonly type: CallType<Data, unknown>;
  readonly data: Data;
  /** Business key of the effect: the same for every call that must have it at most once. Sent as `Idempotency-Key`. */
  readonly repeatKey: string;
  /** Calls of one target and order key are made one after another, in the order in which they were enqueued. */
  readonly orderKey: string;
  /** The command that the call is made for; it runs until a reply of {@link CallType.settled} ends it. */
  readonly commandId?: string;
}

const LONGEST_KEY = 128;
const PRINTABLE = /^[\x21-\x7e]+$/;

/** Stores outgoing calls in the transactions of those who want them made. */
export class OutboundCalls implements SetWriter<NewCall> {
  constructor(
    private readonly store: Pick<CallStore, 'insert'>,
    private readonly types: ReadonlySet<string>,
    private readonly wake: () => void,
  ) {}

  /**
   * Has a call made, at least once it is known that the transaction has committed, and never if it has not.
   *
   * The calls of a whole transaction are written at once, just before its outputs, and the worker is woken after it.
   *
   * @throws when the call type is not registered, or the repeat key cannot be a header; permanent.
   */
  enqueue<Data>(tx: Transaction, { type, data, repeatKey, orderKey, commandId }: Enqueued<Data>): void {
    if (!this.types.has(type.type)) throw new TypeError(`call type ${type.type} is not registered`);
    if (repeatKey.length > LONGEST_KEY || !PRINTABLE.test(repeatKey)) {
      throw new TypeError(`a repeat key of ${type.type} is over ${LONGEST_KEY} characters, or not printable ASCII`);
    }
    const { name: target } = type.target;
    const call = { target, type: type.type, orderKey, repeatKey, commandId: commandId ?? null, data, cause: tx.cause };
    tx.collect(this, call);
  }

  /** Called by the transaction. */
  write(db: DatabaseTransaction, calls: readonly NewCall[]): Promise<void> {
    return this.store.insert(db, calls);
  }

  /** Called by the transaction. */
  committed(): void {
    this.wake();
  }
}
