import { createConnection } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** How connections to one door have ended; of those that wait still nothing is told. */
export interface Callers {
  readonly answered: number;
  /** Closed, reset or refused before an answer. */
  readonly refused: number;
}

const REQUEST = 'GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n';

/**
 * Opens so many connections at once to a port of loopback, asks on each whether its service is live, and holds them for
 * so long, whatever the answer.
 */
export async function callAtOnce(port: number, connections: number, holdMs: number): Promise<Callers> {
  const callers = Array.from({ length: connections }, () => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const caller = { socket, answered: false, refused: false };
    socket.once('data', () => (caller.answered = true));
    socket.once('close', () => (caller.refused = !caller.answered));
    socket.on('error', () => undefined); // its close follows
    socket.write(REQUEST);
    return caller;
  });
  await wait(holdMs);
  const ends = { answered: callers.filter(({ answered }) => answered).length, refused: callers.filter(({ refused }) => refused).length };
  for (const { socket } of callers) socket.destroy();
  return ends;
}
