import type { Server } from 'node:http';
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
  /** With how many requests are being handled on each. */
  const connections = new Map<Socket, number>();
  const count = (socket: Socket, requests: number): void => {
    const before = connections.get(socket);
    if (before !== undefined) connections.set(socket, before + requests);
  };
  server.on('connection', (socket) => {
    connections.set(socket, 0);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  return async ({ arrivalMs, handlingMs }) => {
    let requestsCut = 0;
    const timers = [
      setTimeout(() => {
        for (const [socket, requests] of connections) if (requests === 0) socket.destroy();
      }, arrivalMs),
      setTimeout(() => {
        requestsCut = [...connections.values()].reduce((sum, requests) => sum + requests, 0);
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
