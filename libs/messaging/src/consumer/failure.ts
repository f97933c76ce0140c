import { RecordRefused } from '@kervan/contracts';
import { isUnreachable, passesByItself, tellsOfConnection } from '@kervan/service-host';
import { Undecodable } from '../message/undecodable.js';
import { RegistryUnavailable } from '../registry/registry-unavailable.js';
import { CommandNotRunning, CommitUnknown, OutputRefused } from '../transaction/transaction.errors.js';

/** What kind of bad news an error is, and so what is done about it. */
export const FailureKind = {
  /** The database, a lock or the registry: not the message's fault. The chunk waits and runs again. */
  transient: 'transient',
  /** May succeed later: held and tried again by the retry policy. */
  retryable: 'retryable',
  /** Will not succeed by itself: held dead at once. */
  permanent: 'permanent',
} as const;

export type FailureKind = (typeof FailureKind)[keyof typeof FailureKind];

/** An error after classification: stable words for people and machines, never the content of a message. */
export interface Failure {
  readonly kind: FailureKind;
  /** Stable and searchable, such as `unknown-schema-id` or `handler-timeout`. */
  readonly code: string;
  /** Where on its way the message failed. */
  readonly stage: 'headers' | 'schema' | 'value' | 'handler' | 'database' | 'registry';
  readonly detail: string;
}

/** Thrown by a handler whose message can never succeed as it is: held dead at once. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';

  constructor(
    readonly code: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** Thrown by a handler whose message may succeed later: held and tried again by the retry policy. */
export class RetryableFailure extends Error {
  override readonly name = 'RetryableFailure';

  constructor(
    readonly code: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** Thrown into a transaction whose handler took too long; its connection is destroyed. Retryable. */
export class HandlerTimeout extends Error {
  override readonly name = 'HandlerTimeout';

  constructor(readonly afterMs: number) {
    super(`the handler did not end within ${afterMs} ms`);
  }
}

/** Thrown when the log was made anew: a message is to be held at an offset of which another one is held. */
export class OffsetHeldBefore extends Error {
  override readonly name = 'OffsetHeldBefore';
}

/** The code of a failure by a database that nobody reaches for now. */
export const DATABASE_UNREACHABLE = 'database-unreachable';

const MAX_DETAIL_LENGTH = 300;
const programmingErrors = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];
/** Without a constraint's name it says that a partition was made while the row was on its way to the default one. */
const CHECK_VIOLATION = '23514';
/** Data that does not fit a column, and SQL that does not fit the tables: the same again would fail the same. */
const permanentStates = ['22', '42'];
/**
 * Says what an error means for the message whose handling threw it. Total: whatever is thrown gets a class, and what
 * nobody has named is retryable.
 */
export function classify(thrown: unknown): Failure {
  if (thrown instanceof Undecodable) return permanent(thrown.code, thrown.stage, thrown.detail);
  if (thrown instanceof RegistryUnavailable) return transient('registry-unavailable', 'registry', thrown.message);
  if (thrown instanceof PermanentFailure) return permanent(thrown.code, 'handler', thrown.message);
  if (thrown instanceof RetryableFailure) return retryable(thrown.code, thrown.message);
  if (thrown instanceof HandlerTimeout) return retryable('handler-timeout', thrown.message);
  if (!(thrown instanceof Error)) return retryable('handler-threw-no-error', `thrown: ${typeof thrown}`);
  if (thrown instanceof CommitUnknown) return transient('commit-unknown', 'database', thrown.message);
  if (thrown instanceof OffsetHeldBefore) return transient('offset-held-before', 'database', thrown.message);
  if (thrown instanceof RecordRefused || thrown instanceof OutputRefused) {
    return permanent('output-refused', 'handler', thrown.message);
  }
  if (thrown instanceof CommandNotRunning) return permanent('command-not-running', 'handler', thrown.message);
  if (programmingErrors.some((bug) => thrown instanceof bug)) return permanent('handler-bug', 'handler', named(thrown));
  return ofDatabase(thrown) ?? retryable('handler-failed', named(thrown));
}

function ofDatabase(error: Error): Failure | undefined {
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    if (isUnreachable(code)) return transient(DATABASE_UNREACHABLE, 'database', code);
    if (/^[0-9A-Z]{5}$/.test(code)) return ofSqlState(code, error);
  }
  return tellsOfConnection(error.message) ? transient(DATABASE_UNREACHABLE, 'database', error.message) : undefined;
}

function ofSqlState(state: string, error: Error): Failure {
  const constraint = (error as { constraint?: string }).constraint;
  const detail = constraint ? `SQLSTATE ${state}, ${constraint}` : `SQLSTATE ${state}`;
  if (passesByItself(state) || (state === CHECK_VIOLATION && !constraint)) return transient('database-busy', 'database', detail);
  return permanentStates.includes(state.slice(0, 2)) ? permanent('query-refused', 'handler', detail) : retryable('query-failed', detail);
}

function transient(code: string, stage: Failure['stage'], detail: string): Failure {
  return { kind: 'transient', code, stage, detail: clipped(detail) };
}

function retryable(code: string, detail: string): Failure {
  return { kind: 'retryable', code, stage: 'handler', detail: clipped(detail) };
}

function permanent(code: string, stage: Failure['stage'], detail: string): Failure {
  return { kind: 'permanent', code, stage, detail: clipped(detail) };
}

function named(error: Error): string {
  return `${error.name}: ${error.message}`;
}

/** What somebody else's text says, as far as a database takes it: no NUL, no half of a character. */
function clipped(detail: string): string {
  const text = detail.length > MAX_DETAIL_LENGTH ? `${detail.slice(0, MAX_DETAIL_LENGTH)}…` : detail;
  return text.toWellFormed().replace(/\p{Cc}+/gu, ' ');
}
