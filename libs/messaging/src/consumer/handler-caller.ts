import type { RunContext } from './consumption-tracing.js';
import { traceHandling } from './consumption-tracing.js';
import { HandlerTimeout } from './failure.js';
import type { ChunkHandler, SingleHandler } from './handlers.js';
import type { Received } from '../message/received.js';
import type { OpenTransaction } from '../transaction/transaction.js';

/** How long one call of a handler may take; milliseconds. */
export const HANDLER_TIMEOUT_MS = 10_000;

/**
 * Calls handlers with the trace and the log context of their messages.
 *
 * A call that does not end in time destroys the transaction's connection, so that nothing of it can be committed and
 * every further use of the transaction throws; the call counts as failed with {@link HandlerTimeout}.
 */
export class HandlerCaller {
  constructor(
    private readonly timeoutMs: number = HANDLER_TIMEOUT_MS,
    /** Called after each call, well or not: handling is progress. */
    private readonly progressed: () => void = () => undefined,
  ) {}

  async callOne(handler: SingleHandler, message: Received<unknown>, db: OpenTransaction): Promise<void> {
    await traceHandling(handler.name, [message], ([own]) =>
      this.inTime(db, () => handler.handle(own!, db.causedBy(own!))),
    );
  }

  async callMany(handler: ChunkHandler, messages: readonly Received<unknown>[], db: OpenTransaction): Promise<void> {
    await traceHandling(handler.name, messages, (own: RunContext) =>
      this.inTime(db, () => handler.handleAll(own.map((message) => ({ message, tx: db.causedBy(message) })), db)),
    );
  }

  private async inTime(db: OpenTransaction, call: () => unknown): Promise<void> {
    try {
      const result = call();
      if (isThenable(result)) await this.within(db, result);
    } finally {
      this.progressed();
    }
  }

  private async within(db: OpenTransaction, result: PromiseLike<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const timeout = new HandlerTimeout(this.timeoutMs);
        db.destroy(timeout);
        reject(timeout);
      }, this.timeoutMs);
    });
    try {
      await Promise.race([result, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
