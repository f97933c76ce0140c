import { setImmediate } from 'node:timers/promises';

/** How long work goes on before others have their turn. */
const TURN_MS = 10;

/** Long work that can be left and gone on with wherever it yields. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Does work to its end, and lets everything else have its turn after each 10 ms of it. */
export async function inTurns<T>(work: Work<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + TURN_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < until);
    await setImmediate();
  }
}
