import type { ChunkHandler, Handler, SingleHandler } from './handlers.js';

/** Something to be run by a handler. */
export interface Runnable {
  readonly key: string;
  readonly handler: Handler;
}

/** One call of a handler. */
export type Run<R extends Runnable> =
  | { readonly handler: SingleHandler; readonly of: R }
  | { readonly handler: ChunkHandler; readonly of: readonly R[] };

/**
 * Arranges the messages of a chunk into calls of their handlers.
 *
 * Messages of one key stay in order, whatever handlers they are for. Keys come in one order for every transaction, so
 * that two that lock the same aggregates do not deadlock. A chunk handler is given as many at once as the order allows.
 */
export function arrange<R extends Runnable>(runnables: readonly R[]): Run<R>[] {
  const lanes = [...Map.groupBy(runnables, ({ key }) => key)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, queue]) => ({ queue, at: 0 }));
  const runs: Run<R>[] = [];
  for (;;) {
    let next: ChunkHandler | undefined;
    for (const lane of lanes) {
      for (let head = lane.queue[lane.at]; head; head = lane.queue[lane.at]) {
        if (head.handler.takes === 'many') {
          next ??= head.handler;
          break;
        }
        runs.push({ handler: head.handler, of: head });
        lane.at += 1;
      }
    }
    if (!next) return runs;
    const taken: R[] = [];
    for (const lane of lanes) {
      while (lane.queue[lane.at]?.handler === next) taken.push(lane.queue[lane.at++]!);
    }
    runs.push({ handler: next, of: taken });
  }
}
