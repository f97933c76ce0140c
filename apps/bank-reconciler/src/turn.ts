import { setImmediate } from 'node:timers/promises';

const LONGEST_MS = 20;

/**
 * The turn of a long computation in a process that has other things to do: answers, heartbeats, probes.
 *
 * Ask between two small pieces of work whether the turn is over, after 20 ms, and if so await the next.
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
