import { buildConnector, errors } from 'undici';

const neverSent = new WeakSet<object>();

/** Whether the error came before there was a connection, or undici took no such request: nothing can have been sent. */
export function wasNeverSent(error: unknown): boolean {
  return (typeof error === 'object' && error !== null && neverSent.has(error)) || error instanceof errors.InvalidArgumentError;
}

/** There was no connection in time. */
class ConnectTimeout extends Error {
  readonly code = 'connect-timeout';
}

/**
 * Opens connections and gives up on one that is not there in time, TLS included.
 *
 * An error before that moment is remembered, see {@link wasNeverSent}: name resolution, refusal, certificate, time.
 *
 * @param ca the authorities that are trusted in place of the well-known ones.
 */
export function watchedConnector(connectTimeoutMs: number, ca: string | undefined): buildConnector.connector {
  const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false, ...(ca !== undefined && { ca }) });
  return (options, callback) => {
    let isOver = false;
    const end = (...[error, socket]: Parameters<buildConnector.Callback>): void => {
      if (isOver) return void socket?.destroy();
      isOver = true;
      clearTimeout(timer);
      if (!error) return callback(null, socket);
      neverSent.add(error);
      callback(error, null);
    };
    // undici's own timers are half a second coarse
    const timer = setTimeout(() => end(new ConnectTimeout(), null), connectTimeoutMs);
    connect(options, end);
  };
}
