import type { RecordType } from '@kervan/contracts';
import type { RawHeaders } from './raw-record.js';

/** A message that was read from a topic and checked: what a handler is given. */
export interface Received<T> {
  /** Identifies the message; the inbox lets each through once. */
  readonly id: string;
  readonly type: RecordType<T>;
  readonly data: T;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The aggregate's id; messages of one key come in order. */
  readonly key: string;
  /** When it was made, an ISO 8601 instant. */
  readonly time: string;
  /** When the chain's first message was accepted, in milliseconds; every id derived from this one carries it on. */
  readonly acceptedAt: number;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  /** Facts of the order for its spans, as W3C Baggage. */
  readonly baggage?: string;
  readonly headers: RawHeaders;
}

/**
 * What outputs come from: a request, a finished call, a due timer.
 *
 * The ids of outputs follow from source, id, ordinal and record, of scheduled ones from when they are due, and of all but
 * replies from what they say; from nothing else, so what is made of the same cause in the same way has the same ids again.
 * The release before went by the first three alone: what it sent has other ids, and nothing but a database that is set back
 * to its time sends it again.
 */
export interface Cause {
  /** Becomes the outputs' causation id. */
  readonly id: string;
  readonly correlationId: string;
  /** Milliseconds; see {@link Received.acceptedAt}. Of a new chain: now. */
  readonly acceptedAt: number;
  readonly traceparent?: string;
  /** See {@link Received.baggage}. By default what the published message itself tells. */
  readonly baggage?: string;
  /** Where the cause came in, such as a route or a worker: two sources never derive the same id from one cause. */
  readonly source: string;
}
