const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

/**
 * SQLSTATE classes and codes that pass by themselves: connection, resources, shutdown, start-up, read-only standby, a
 * transaction that was left idle, a login whose password was changed a moment before its file, and a right that was not
 * given yet.
 */
const sqlStates = /^(08...|53...|57014|57P0[1-5]|25006|25P03|28...|40001|40P01|42501|55P03)$/;

/** The server's certificate is not to be trusted now. */
const certificateCodes = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/** What the driver says without a code: of a connection, of TLS and the login on it, of a server that does not answer. */
const driverMessages = new RegExp(
  '^(timeout exceeded when trying to connect|Connection terminated|Client has encountered|Query read timeout|SASL: |' +
    'The server does not support SSL|There was an error establishing an SSL)',
);

/** True where a failure, or its cause, says that the database cannot be reached or used now, and may be later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isDatabaseUnavailable);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    networkCodes.has(code) ||
    certificateCodes.test(code) ||
    sqlStates.test(code) ||
    driverMessages.test(error.message) ||
    isDatabaseUnavailable(error.cause)
  );
}
