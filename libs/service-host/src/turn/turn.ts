import { setImmediate } from 'node:timers/promises';

const LONGEST_MS = 10;

/**
 * The turn of a long computation in a process that has other things to do: answers, heartbeats, probes.
 *
 * Ask between two small pieces of work whether the turn is over, after 10 ms, and if so await the next.
 */
export class Turn {
  private since = performance.now();

  isOver(): boolean {
    return performance.now() - this.since > LONGEST_MS;
  }

  /** Everything else that waits goes first. */
  async next(): Promise<void> {
    await setImmediate();
    this.since = performance.now();
  }
}

/** Long work that can be left and gone on with wherever it yields. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Does work to its end, turn by turn. */
export async function inTurns<T>(work: Work<T>): Promise<T> {
  const turn = new Turn();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (turn.isOver()) await turn.next();
  }
}
