import type { Message } from '@kervan/contracts';
import type { DatabaseTransaction, Transaction } from '@kervan/messaging';
import type { Queryable } from '../store/queryable.js';
import type { Answer, LookUpAnswer, Outcome } from './answer.js';
import type { Target } from './target.js';

/** A request to a target, without what every request gets: base URL, authorization, correlation, trace and key. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Appended to the target's base URL; begins with a slash, its parts encoded. */
  readonly path: string;
  /** The path as it may be kept and shown, where the real one names a person. */
  readonly shownPath?: string;
  /** The path with its variables named, `/v1/invoices/{ettn}`, where it has any: names the spans of the call. */
  readonly template?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly json: unknown } | { readonly text: string; readonly contentType: string };
}

/** A whole answer, in UTF-8, whose status the library has no rule for by itself: 2xx and most of 4xx. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed body where the content type says JSON and it is, of 64 levels at most; else `undefined`. */
  readonly json: unknown;
}

/** How to ask the far side whether a call has had its effect. */
export interface LookUp<Data, Result> {
  request(data: Data, repeatKey: string): HttpRequest;
  /**
   * What the answer means; pure. Must prove that what was found belongs to this call.
   * `undefined`, or an exception: not understood, asked again later.
   */
  answer(answer: HttpAnswer, data: Data, repeatKey: string): LookUpAnswer<Result> | undefined;
}

/** Paths of personal fields in JSON bodies (`customer.taxId`, `items.*.name`): never kept in clear with an attempt. */
export interface PersonalPaths {
  readonly request?: readonly string[];
  readonly response?: readonly string[];
  /** The only paths of an answer that are kept in clear, for a far side that may tell persons in fields that nobody knows. */
  readonly allOfResponseBut?: readonly string[];
}

/**
 * One kind of outgoing call, as pure functions of its data.
 *
 * The data is kept as JSON until the call has ended, so the same data must give the same request, byte for byte, for as
 * long as a call is open. `Full` is the data with what only the request to send needs, where that is kept elsewhere.
 */
export interface CallType<Data, Result, Full extends Data = Data> {
  /** Kept in every row; never renamed while calls of it are open. */
  readonly type: string;
  readonly target: Target;
  request(data: Full, repeatKey: string): HttpRequest;
  /**
   * Reads what the data only refers to (a Claim Check), so that a large content is not stored once more with its call.
   *
   * Asked for all calls that were taken at once and are to be sent, in a statement of its own right after, outside of
   * their transaction and of any lock. Must tell the same for the same data for as long as a call is open: a repeat
   * sends the same bytes. In the order of the data; `undefined` for what is not there, whose request is never built.
   * An exception means that nothing can be read now: the calls wait, which costs no attempt.
   */
  complete?(db: Queryable, data: readonly Data[]): Promise<readonly (Full | undefined)[]>;
  /**
   * What the answer means; pure. Must prove a success by content, not by status alone.
   * `undefined`, or an exception: not understood; an unknown outcome for 2xx, no effect for 4xx.
   */
  answer(answer: HttpAnswer, data: Data, repeatKey: string): Answer<Result> | undefined;
  readonly lookUp?: LookUp<Data, Result>;
  readonly personal?: PersonalPaths;
  /** The result as a person may state it when the call cannot be looked up; `undefined` when it is not one. */
  resultOf?(stated: unknown): Result | undefined;
  /** What the outcome is to be told as: a reply to the command, events, further commands. Pure. */
  settled(data: Data, outcome: Outcome<Result>): Message | readonly Message[];
  /** More to be done in the transaction that ends the call; no network. */
  settledIn?(db: DatabaseTransaction, tx: Transaction, data: Data, outcome: Outcome<Result>): Promise<void>;
}

/** A call type whose data and result are known to itself only. */
export type AnyCallType = CallType<unknown, unknown>;

/** Describes a call type. */
export function defineCall<Data, Result, Full extends Data = Data>(
  call: CallType<Data, Result, Full>,
): CallType<Data, Result, Full> {
  return call;
}
