import { isUnreachable, passesByItself, tellsOfConnection } from '../database/passing-failures.js';

/** A statement was cut at its time; a caller may ask again, and a message is tried by its own schedule. */
const QUERY_CANCELED = '57014';

/** True where a failure, or its cause, says that the database cannot be reached or used now, and may be later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isDatabaseUnavailable);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    isUnreachable(code) ||
    passesByItself(code) ||
    code === QUERY_CANCELED ||
    tellsOfConnection(error.message) ||
    isDatabaseUnavailable(error.cause)
  );
}
