import type { Cause } from '@kervan/messaging';
import type { Refused } from '../call/answer.js';
import type { Act, CallProgress, Step } from '../policy/call-progress.js';
import type { KeptRequest, KeptResponse } from '../http/kept-exchange.js';

/** A call as it is enqueued. */
export interface NewCall {
  readonly target: string;
  readonly type: string;
  readonly orderKey: string;
  readonly repeatKey: string;
  readonly commandId: string | null;
  readonly data: unknown;
  readonly cause: Cause;
}

/** A call in the hands of a worker, with the lease it is held under. */
export interface TakenCall {
  readonly id: string;
  readonly type: string;
  readonly orderKey: string;
  readonly repeatKey: string;
  readonly data: unknown;
  readonly leaseVersion: number;
  readonly progress: CallProgress;
  readonly cause: Cause;
  /** The database's time when the row was read; milliseconds. */
  readonly seenAt: number;
  /** This process's time before that, when the database was asked: its lease began no sooner. As {@link readAt}. */
  readonly askedAt: number;
  /** This process's time after that, when the answer was read, however late; milliseconds of `performance.now()`. */
  readonly readAt: number;
}

/** What was tried under one lease; kept for as long as the call. */
export interface Attempt {
  readonly act: Act;
  /** Milliseconds of the database's clock. */
  readonly startedAt: number;
  /** Null when no answer was seen. */
  readonly finishedAt: number | null;
  /** The kind of the answer, or why there was none. */
  readonly result: string;
  readonly reason: string | null;
  readonly request: KeptRequest | null;
  readonly response: KeptResponse | null;
}

/** A call's next step together with the attempt that led to it. */
export interface Result {
  readonly call: TakenCall;
  readonly step: Step;
  readonly attempt: Attempt;
  /** The trace context of the attempt; what follows from the call goes on from there. */
  readonly traceparent: string | undefined;
}

/** A row of the claiming and expiring statements. */
export interface CallRow {
  id: string;
  type: string;
  order_key: string;
  repeat_key: string;
  data: string;
  lease_version: number;
  act: Act;
  attempts: number;
  first_sent_at: Date | null;
  last_sent_at: Date | null;
  uncertain_since: Date | null;
  empty_look_ups: number;
  refusal: Refused | null;
  cause_id: string;
  correlation_id: string;
  accepted_at: string;
  traceparent: string | null;
  baggage: string | null;
  seen_at: Date;
}

/** Reads a row, as one that was asked for only now. */
export function takenCall(row: CallRow): TakenCall {
  const readAt = performance.now();
  return {
    id: row.id,
    type: row.type,
    orderKey: row.order_key,
    repeatKey: row.repeat_key,
    data: JSON.parse(row.data),
    leaseVersion: row.lease_version,
    progress: {
      act: row.act,
      attempts: row.attempts,
      firstSentAt: row.first_sent_at?.getTime() ?? null,
      lastSentAt: row.last_sent_at?.getTime() ?? null,
      uncertainSince: row.uncertain_since?.getTime() ?? null,
      emptyLookUps: row.empty_look_ups,
      refusal: row.refusal,
    },
    cause: {
      id: row.cause_id,
      correlationId: row.correlation_id,
      acceptedAt: Number(row.accepted_at),
      ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
      ...(row.baggage === null ? {} : { baggage: row.baggage }),
      source: `outbound/${row.id}`,
    },
    seenAt: row.seen_at.getTime(),
    askedAt: readAt,
    readAt,
  };
}
