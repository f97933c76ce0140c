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

/** The server's certificate is not to be trusted now: expired, of another authority, or made out to another name. */
const certificateCodes = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

const driverMessages = new RegExp(
  '^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout|' +
    'SASL: |The server does not support SSL|There was an error establishing an SSL)',
);

const passingStates = /^(08...|28...|53...|57P0[1-5]|25006|25P03|40001|40P01|42501|55P03)$/;

/** Whether the code of an error, as Node or OpenSSL gives it, says that nobody reaches the database for now. */
export function isUnreachable(code: string): boolean {
  return networkCodes.has(code) || certificateCodes.test(code);
}

/** Whether the driver says so, who has no code for it: of a connection, of TLS and the login on it, of a server that does not answer. */
export function tellsOfConnection(message: string): boolean {
  return driverMessages.test(message);
}

/**
 * Whether an SQLSTATE says "not now": connections, resources, shutdown, start-up, read-only standby, a transaction that was left
 * idle, serialization, deadlock, locks; a login whose password was changed a moment before its file, and a right that was not
 * given yet.
 */
export function passesByItself(sqlState: string): boolean {
  return passingStates.test(sqlState);
}
