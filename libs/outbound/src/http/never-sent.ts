import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';

const neverSent = new WeakSet<object>();

/** Whether the error came before there was a connection, so that nothing can have been sent. */
export function wasNeverSent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && neverSent.has(error);
}

/**
 * Agents that keep connections open and give up on a connection that is not there in time, TLS included.
 *
 * An error before that moment is remembered, see {@link wasNeverSent}: name resolution, refusal, certificate, time.
 */
export function watchedAgents(connectTimeoutMs: number): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  class WatchedHttpAgent extends HttpAgent {
    override createConnection(...args: Parameters<HttpAgent['createConnection']>): Duplex | null | undefined {
      return watch(super.createConnection(...args), 'connect', connectTimeoutMs);
    }
  }
  class WatchedHttpsAgent extends HttpsAgent {
    override createConnection(...args: Parameters<HttpsAgent['createConnection']>): Duplex | null | undefined {
      return watch(super.createConnection(...args), 'secureConnect', connectTimeoutMs);
    }
  }
  return { httpAgent: new WatchedHttpAgent({ keepAlive: true }), httpsAgent: new WatchedHttpsAgent({ keepAlive: true }) };
}

function watch(
  socket: Duplex | null | undefined,
  connected: 'connect' | 'secureConnect',
  timeoutMs: number,
): Duplex | null | undefined {
  if (!socket) return socket;
  const timer = setTimeout(() => socket.destroy(new Error('connect-timeout')), timeoutMs);
  const failed = (error: Error): void => {
    clearTimeout(timer);
    neverSent.add(error);
  };
  socket.once('error', failed);
  socket.once(connected, () => {
    clearTimeout(timer);
    socket.off('error', failed);
  });
  return socket;
}
