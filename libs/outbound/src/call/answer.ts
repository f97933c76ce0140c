/** The far side did it. */
export interface Done<Result> {
  readonly kind: 'done';
  readonly result: Result;
}

/** The far side will not do it, and has not: an expected business refusal. */
export interface Refused {
  readonly kind: 'refused';
  /** Short, stable and searchable. */
  readonly code: string;
  /** In words, without personal data. */
  readonly detail: string;
}

/** Nothing was done this time; it may work later. */
export interface Transient {
  readonly kind: 'transient';
  readonly reason: string;
  /** The wait that the far side asked for; such an answer costs no attempt. */
  readonly retryAfterMs?: number;
  /** Said of the caller and not of the call, such as a key that is not valid: it is tried for as long as that takes. */
  readonly ofCaller?: true;
  /** An answer to this very request, of which it is only understood that it was not taken: perhaps since an earlier send was. */
  readonly notUnderstood?: true;
}

/** It may or may not have been done. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
}

/** What the answer to a call means. */
export type Answer<Result> = Done<Result> | Refused | Transient | Unknown;

/** The far side has it. */
export interface Found<Result> {
  readonly kind: 'found';
  readonly result: Result;
}

/** The far side does not have it, as far as it knows now. */
export interface NotFound {
  readonly kind: 'not-found';
  /** It has something that may be this or may not: reason enough to send it again, and none to say that it never came. */
  readonly mayBeThere?: true;
}

/** What the answer to a look-up means. */
export type LookUpAnswer<Result> = Found<Result> | NotFound | Transient | Unknown;

/** How a call ended; `dead` is the end that nobody expected: given up by policy, by a person, or never to be built. */
export type Outcome<Result> =
  | Done<Result>
  | Refused
  | { readonly kind: 'dead'; readonly code: string; readonly detail: string };

/** The code of the dead end of a call that a person gave up while nobody knew its outcome: it may have been done all the same. */
export const GIVEN_UP = 'given-up';

export const done = <Result>(result: Result): Done<Result> => ({ kind: 'done', result });
export const refused = (code: string, detail: string): Refused => ({ kind: 'refused', code, detail });
export const transient = (reason: string, retryAfterMs?: number): Transient =>
  retryAfterMs === undefined ? { kind: 'transient', reason } : { kind: 'transient', reason, retryAfterMs };
export const unknown = (reason: string): Unknown => ({ kind: 'unknown', reason });
export const found = <Result>(result: Result): Found<Result> => ({ kind: 'found', result });
export const notFound: NotFound = { kind: 'not-found' };
export const maybeFound: NotFound = { kind: 'not-found', mayBeThere: true };
