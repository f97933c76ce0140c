import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a closing server waits for its connections, from the moment that it takes no new one. */
export interface ClosingLimits {
  /** For those without a request that has reached the service: they sent nothing, or not all of its headers. */
  readonly arrivalMs: number;
  /** For those with a request that is being handled; all are cut then. */
  readonly handlingMs: number;
}

/** Ends a server: no new connection, none that is idle, and the others as {@link ClosingLimits} have it. */
export type CloseServer = (limits: ClosingLimits) => Promise<{ readonly requestsCut: number }>;

/**
 * Follows the connections of a server that does not listen yet, so that it can be closed whatever they are at.
 *
 * `server.close()` alone does not end while a client holds back the rest of its request: such a connection is not idle, and
 * from then on Node holds it to no timeout.
 */
export function closerOf(server: Server): CloseServer {
  const connections = new Set<Socket>();
  const handled = new Set<IncomingMessage>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', (request, response) => {
    handled.add(request);
    response.once('close', () => handled.delete(request));
  });
  return async ({ arrivalMs, handlingMs }) => {
    let requestsCut = 0;
    const timers = [
      setTimeout(() => {
        const busy = new Set([...handled].map(({ socket }) => socket));
        for (const socket of connections) if (!busy.has(socket)) socket.destroy();
      }, arrivalMs),
      setTimeout(() => {
        requestsCut = handled.size;
        server.closeAllConnections();
      }, handlingMs),
    ];
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
    timers.forEach(clearTimeout);
    return { requestsCut };
  };
}
