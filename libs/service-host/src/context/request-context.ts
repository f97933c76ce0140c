import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line, message and outgoing call of one piece of work shares. */
export interface RequestContext {
  /** Given by the caller, or made at the first door; goes with the order through every system. */
  readonly correlationId: string;
  /** This one request or message. */
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the work that is running, if any. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs `work` so that {@link currentContext} gives `context` in it and in all it starts. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}
