import type { DatabaseTransaction } from '../transaction/transaction.js';
import type { Queryable } from '../transaction/output-statements.js';

/** Where a batch stands. */
export const BatchState = {
  running: 'running',
  /** Nothing more is acted upon; what was done stays done. */
  cancelled: 'cancelled',
  /** Everything was acted upon or skipped. */
  done: 'done',
} as const;

export type BatchState = (typeof BatchState)[keyof typeof BatchState];

/** Where one thing of a batch stands. */
export const ItemState = {
  waiting: 'waiting',
  done: 'done',
  /** It could not be acted upon; the code says why. */
  skipped: 'skipped',
} as const;

export type ItemState = (typeof ItemState)[keyof typeof ItemState];

/** What a person asks for: one act on everything that the filter selects at this moment. */
export interface BatchOrder<Filter> {
  /** Of the batch, made by who asks, so that the same order sent again is one batch; without it each is one of its own. */
  readonly id?: string | undefined;
  readonly act: string;
  readonly by: string;
  readonly reason: string;
  readonly filter: Filter;
  /** How many are acted upon in a second, at most. */
  readonly perSecond: number;
  /** What the act needs beside its subject; once the batch has ended only names of it are kept. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** One thing that a filter selects. */
export interface Selected {
  readonly id: string;
  /** How it stands now, as JSON, for its turn: whether it still does is then asked by whoever acts. */
  readonly seen?: object;
}

/** One thing whose turn it is. */
export interface BatchItem<Filter = unknown> {
  readonly batchId: string;
  readonly subjectId: string;
  /** How it stood when the batch was ordered; null where that was not told. */
  readonly seen: object | null;
  /** By which it was selected then. */
  readonly filter: Filter;
  readonly act: string;
  readonly by: string;
  readonly reason: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What became of one thing. */
export type ItemOutcome =
  | { readonly outcome: 'done'; readonly detail?: Readonly<Record<string, unknown>> }
  | { readonly outcome: 'skipped'; readonly code: string };

/** What can be acted upon in batches, and how. */
export interface BatchKind<Filter> {
  /** Unique within a service. */
  readonly name: string;
  /** What the audit log calls a thing of this kind. */
  readonly subjectKind: string;
  /** What the filter selects, in the order in which it is to be acted upon, `limit` at most. */
  select(db: Queryable, filter: Filter, limit: number): Promise<readonly Selected[]>;
  /**
   * Acts on one thing, as a part of the transaction that records it in the batch and in the audit log.
   *
   * A problem that it throws skips the thing, with the problem's code; after a transient error it is tried again until that
   * has passed; an act that the database cuts off five times skips the thing with `act-timed-out`, any other error with
   * `act-failed`. Has no effect outside the transaction.
   */
  act(db: DatabaseTransaction, item: BatchItem<Filter>): Promise<ItemOutcome>;
}
