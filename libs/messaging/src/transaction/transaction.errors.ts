import { DatabaseError } from 'pg';

/** Thrown when the connection was lost before COMMIT was answered: the work is committed, or it is not. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';

  constructor(cause: unknown) {
    super('it is not known whether the transaction was committed', { cause });
  }
}

/** Thrown when COMMIT was answered by a rollback: an error inside the transaction had been caught and passed over. */
export class TransactionAborted extends Error {
  override readonly name = 'TransactionAborted';

  constructor() {
    super('the database rolled the transaction back: one of its statements had failed');
  }
}

/** Thrown when a reply is not to a running command: it was replied to, withdrawn, or never begun. Permanent. */
export class CommandNotRunning extends Error {
  override readonly name = 'CommandNotRunning';

  constructor(readonly commandId: string) {
    super(`command ${commandId} is not running, so it cannot be replied to`);
  }
}

/** Thrown when a message cannot be an output: wrong kind, topic, key or size. Permanent: the caller is at fault. */
export class OutputRefused extends Error {
  override readonly name = 'OutputRefused';
}

const RETRIABLE_STATES = new Set(['40001', '40P01', '55P03']);

/** Whether a transaction may simply be run again: it lost against another (serialization, deadlock, lock). */
export function isLockConflict(error: unknown): boolean {
  return error instanceof DatabaseError && RETRIABLE_STATES.has(error.code ?? '');
}

const SESSION_ENDS = /^(08|57P)/;

/** Whether the database answered with an error and the session lives on; else the connection is broken. */
export function isStatementError(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && !SESSION_ENDS.test(error.code ?? '');
}
