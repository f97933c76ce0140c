import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import { problem } from '../problem/platform.problems.js';
import type { Problem } from '../problem/problem.js';
import { isKnown } from './request-limits.js';

/** Bounds the bytes that a process holds of bodies whose callers it does not know: a signature needs the body to be checked. */
export class StrangersRoom {
  private held = 0;

  constructor(private readonly bytes: number) {}

  /** @throws {Problem} 503 `intake-full` with `Retry-After`. */
  take(bytes: number): void {
    if (this.held + bytes > this.bytes) throw intakeFull();
    this.held += bytes;
  }

  giveBack(bytes: number): void {
    this.held -= bytes;
  }
}

/** The body of a request that has passed no guard yet; nothing of it is read before. */
export class UnreadBody {
  private bytes = Buffer.alloc(0);
  private length = 0;
  private taken = 0;
  private isOver = false;

  constructor(
    private readonly request: FastifyRequest,
    private readonly limitBytes: number,
    private readonly room: StrangersRoom,
  ) {}

  /** Reads it, once. @throws {Problem} 413 `payload-too-large`, 503 `intake-full`; 400 where the caller broke it off. */
  read(): Promise<Buffer> {
    const { raw } = this.request;
    return new Promise((resolve, reject) => {
      const brokenOff = (): void => reject(problem('malformed-request', { detail: 'The body ended too early.' }));
      if (raw.destroyed) return brokenOff();
      raw.on('data', (chunk: Buffer) => {
        try {
          if (!this.isOver) this.add(chunk);
        } catch (error) {
          this.isOver = true;
          reject(error as Problem);
        }
      });
      raw.once('end', () => resolve(this.bytes.subarray(0, this.length)));
      raw.once('error', brokenOff);
      raw.once('close', brokenOff);
    });
  }

  /** Gives its room back; what still comes is let go. */
  end(): void {
    this.isOver = true;
    this.room.giveBack(this.taken);
    this.taken = 0;
  }

  /** Copies, as many small chunks would take many times the memory of their bytes. */
  private add(chunk: Buffer): void {
    const length = this.length + chunk.length;
    if (length > this.limitBytes) throw payloadTooLarge(this.limitBytes);
    if (length > this.bytes.length) this.grow(Math.min(Math.max(length, 2 * this.bytes.length), this.limitBytes));
    chunk.copy(this.bytes, this.length);
    this.length = length;
  }

  private grow(bytes: number): void {
    const more = bytes - this.bytes.length;
    if (!isKnown(this.request)) {
      this.room.take(more);
      this.taken += more;
    }
    const larger = Buffer.allocUnsafe(bytes);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/** Reads the body of a request whose guards have passed, for its handler. */
export class ReadBody implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const unread = request.body;
    if (!(unread instanceof UnreadBody)) return next.handle();
    try {
      request.body = await unread.read();
    } catch (error) {
      unread.end();
      throw error;
    }
    return next.handle().pipe(finalize(() => unread.end()));
  }
}

/** 413 with the limit, for a body that is, or says it is, larger. */
export function payloadTooLarge(limitBytes: number): Problem {
  return problem('payload-too-large', {
    detail: `The body may hold at most ${limitBytes} bytes.`,
    extensions: { limitBytes },
    headers: { connection: 'close' },
  });
}

function intakeFull(): Problem {
  return problem('intake-full', { headers: { 'retry-after': '5', connection: 'close' } });
}
