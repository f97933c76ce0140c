/** This process was told to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Rejects with {@link Interrupted} once this process is told to end: by Ctrl-C, by SIGTERM, by a closed terminal.
 *
 * From the call on these signals end nothing by themselves: whoever races its work against the promise stops what it
 * started, in its own order.
 */
export function interruption(): Promise<never> {
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Interrupted(`Interrupted by ${signal}`)));
    }
  });
  interrupted.catch(() => undefined); // told to whoever races it
  return interrupted;
}
