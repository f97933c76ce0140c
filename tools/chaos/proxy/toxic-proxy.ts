import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Direction, Toxics } from './toxics.js';

/** Where a proxy passes its connections on. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
}

const MS = 1_000;

/**
 * A TCP link on loopback that can be made bad while connections are open.
 *
 * Without toxics it passes on what comes, in order, with the pace of the slower side. Toxics hold for open connections
 * and new ones from the moment on at which they are set.
 */
export class ToxicProxy {
  private readonly sockets = new Set<Socket>();
  private toxics: Toxics = {};

  private constructor(
    private readonly server: Server,
    private upstream: Upstream,
  ) {
    server.on('connection', (socket) => this.take(socket));
  }

  /** Listens at a port that nobody uses. */
  static async open(upstream: Upstream): Promise<ToxicProxy> {
    const server = createServer({ allowHalfOpen: false, noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ToxicProxy(server, upstream);
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** From now on the link is so; `{}` mends it. */
  suffer(toxics: Toxics): void {
    this.toxics = toxics;
    if (toxics.down) this.cut();
  }

  /** Resets every open connection. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }

  private take(caller: Socket): void {
    if (this.toxics.down) {
      caller.resetAndDestroy();
      return;
    }
    const called = createConnection({ ...this.upstream, noDelay: true });
    for (const [socket, other] of [[caller, called], [called, caller]] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.resetAndDestroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroySoon();
      });
    }
    this.pass(caller, called, 'there');
    this.pass(called, caller, 'back');
  }

  /** Hands on what comes, piece by piece; the next is read once the last has gone. */
  private pass(from: Socket, to: Socket, direction: Direction): void {
    let seen = 0;
    let passed = Promise.resolve();
    from.on('data', (piece: Buffer) => {
      from.pause();
      const left = this.leftOf(direction, seen);
      seen += piece.length;
      passed = passed
        .then(() => this.hand(piece.subarray(0, left), to, direction))
        .then(() => (piece.length < left ? void from.resume() : reset(from, to)));
    });
    from.on('end', () => void passed.then(() => to.end()));
  }

  /** How many bytes more go through before the connection is reset, after so many. */
  private leftOf(direction: Direction, seen: number): number {
    const { resetAfterBytes = Infinity, cutBeforeAnswer } = this.toxics;
    if (direction === 'there') return Math.max(0, resetAfterBytes - seen);
    return cutBeforeAnswer ? 0 : Infinity;
  }

  private async hand(piece: Buffer, to: Socket, direction: Direction): Promise<void> {
    const { latencyMs = 0, jitterMs = 0, bytesPerSecond, slice = piece.length } = this.toxics;
    const late = latencyMs + (Math.random() * 2 - 1) * jitterMs;
    if (late > 0) await wait(late);
    for (let at = 0; at < piece.length; at += slice) {
      if (this.toxics.swallow?.includes(direction)) return;
      const part = piece.subarray(at, at + slice);
      if (bytesPerSecond !== undefined) await wait((part.length * MS) / bytesPerSecond);
      if (to.writable && !to.write(part)) await drained(to);
    }
  }
}

function reset(...sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.resetAndDestroy();
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', () => resolve());
  });
}
