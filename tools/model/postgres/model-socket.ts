import { Duplex } from 'node:stream';
import type { Machine } from '../machine/machine.js';
import type { ModelProcess } from '../machine/model-process.js';

/** The server's end of a connection. */
export interface ServerEnd {
  receive(chunk: Buffer): void;
  end(): void;
}

const LATENCY_MS = { least: 0.05, spread: 0.4 };

/**
 * A connection of a process in the model, as `net.Socket` looks to its user: in order, with latency, and gone with its
 * process. What was sent before a crash may still arrive.
 */
export class ModelSocket extends Duplex {
  private server: ServerEnd | undefined;
  private arrivesAt = 0;
  private deliveredAt = 0;

  constructor(
    private readonly machine: Machine,
    readonly owner: ModelProcess,
    private readonly accept: (socket: ModelSocket) => ServerEnd,
  ) {
    super();
    owner.onDeath(() => this.leave(machine.random.chance(0.5) ? 0 : LATENCY_MS.spread * 2));
  }

  connect(): this {
    this.machine.after(LATENCY_MS.least, this.owner, () => {
      this.server = this.accept(this);
      this.emit('connect');
    });
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.sendOn([chunk]);
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.sendOn(chunks.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: () => void): void {
    this.leave(LATENCY_MS.spread * 2);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.leave(LATENCY_MS.spread * 2);
    done(error);
  }

  /** Called by the server's end: the client gets it after a while. */
  deliver(bytes: Buffer): void {
    this.deliveredAt = Math.max(this.deliveredAt, this.machine.now + this.latency());
    this.machine.after(this.deliveredAt - this.machine.now, this.owner, () => {
      if (!this.destroyed && this.owner.step('an answer of the database comes')) this.push(bytes);
    });
  }

  /** Called by the server's end: the connection is lost. */
  breakOff(): void {
    const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    this.machine.after(this.latency(), this.owner, () => this.destroy(error));
  }

  private sendOn(chunks: readonly Buffer[]): void {
    if (!this.owner.step('asks the database')) return;
    const bytes = Buffer.concat(chunks);
    this.arrivesAt = Math.max(this.arrivesAt, this.machine.now + this.latency());
    this.machine.after(this.arrivesAt - this.machine.now, undefined, () => this.server?.receive(bytes));
  }

  private leave(afterMs: number): void {
    this.machine.after(afterMs, undefined, () => {
      this.server?.end();
      this.server = undefined;
    });
  }

  private latency(): number {
    return LATENCY_MS.least + this.machine.random.next() * LATENCY_MS.spread;
  }
}
