import { RecordRefused } from '@kervan/contracts';
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
const connectionCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN',
]);
/** The server's certificate is not to be trusted: expired, of another authority, or made out to another name. */
const certificateCodes = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
/**
 * SQLSTATEs, or classes of them, that say "not now": connections, resources, shutdown, serialization, deadlock, locks; a
 * login whose password was changed, and a right that was not given yet.
 */
const transientStates = ['08', '28', '53', '57P', '40001', '40P01', '55P03', '25006', '25P03', '42501'];
/** Without a constraint's name it says that a partition was made while the row was on its way to the default one. */
const CHECK_VIOLATION = '23514';
/** Data that does not fit a column, and SQL that does not fit the tables: the same again would fail the same. */
const permanentStates = ['22', '42'];
/** What the driver says without a code: of a connection, of TLS and the login on it, of a server that does not answer. */
const connectionMessages = new RegExp(
  '^(Connection terminated|Client has encountered a connection error|timeout exceeded when|Query read timeout|SASL: |' +
    'The server does not support SSL|There was an error establishing an SSL)',
);

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
    if (connectionCodes.has(code) || certificateCodes.test(code)) {
      return transient(DATABASE_UNREACHABLE, 'database', code);
    }
    if (/^[0-9A-Z]{5}$/.test(code)) return ofSqlState(code, error);
  }
  return connectionMessages.test(error.message) ? transient(DATABASE_UNREACHABLE, 'database', error.message) : undefined;
}

function ofSqlState(state: string, error: Error): Failure {
  const constraint = (error as { constraint?: string }).constraint;
  const detail = constraint ? `SQLSTATE ${state}, ${constraint}` : `SQLSTATE ${state}`;
  const isIn = (states: readonly string[]): boolean => states.some((prefix) => state.startsWith(prefix));
  if (isIn(transientStates) || (state === CHECK_VIOLATION && !constraint)) return transient('database-busy', 'database', detail);
  return isIn(permanentStates) ? permanent('query-refused', 'handler', detail) : retryable('query-failed', detail);
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
