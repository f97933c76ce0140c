/** How often and how long {@link eventually} looks; milliseconds. */
export interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Waits until `look` returns a value that is neither `undefined` nor `false`, and returns it.
 *
 * An exception thrown by `look` counts as "not yet". Looks every 25 ms for up to 20 s by default.
 *
 * @throws the last exception of `look`, or an Error naming `what`, once the time is up.
 */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  { withinMs = 20_000, everyMs = 25 }: Patience = {},
): Promise<T> {
  const end = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw last ?? new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
