import { setTimeout as pause } from 'node:timers/promises';
import { type AnswerClass } from './answer-class.js';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;

/** Repeats an attempt, with pauses that double from 200 ms to 3 s, until its answer is known or the signal fires. */
export async function untilKnown(attempt: () => Promise<AnswerClass>, signal: AbortSignal): Promise<void> {
  let wait = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    if ((await attempt()) !== 'unknown' || signal.aborted) return;
    await rest(wait, signal);
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
}

/** How long somebody looks for something to be so; the pauses between looks double up to the longest one. */
export interface Patience {
  readonly everyMs: number;
  /** As `everyMs`, unless told. */
  readonly longestMs?: number;
  readonly withinMs: number;
}

/** What comes only after an order is done is waited for through the longest outage that is tried, and the time to catch up. */
export const THROUGH_AN_OUTAGE: Patience = { everyMs: 500, longestMs: 5_000, withinMs: 45 * 60_000 };

/** Looks again and again until something is so; tells whether it was before the time was up or the signal fired. */
export async function untilSo(
  isSo: () => boolean | Promise<boolean>,
  { everyMs, longestMs = everyMs, withinMs }: Patience,
  signal: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (let wait = everyMs; performance.now() < end && !signal.aborted; wait = Math.min(wait * 2, longestMs)) {
    if (await isSo()) return true;
    await rest(wait, signal);
  }
  return false;
}

/** Waits; at most until the signal fires. */
export function rest(ms: number, signal: AbortSignal): Promise<void> {
  return pause(ms, undefined, { signal }).catch(() => undefined);
}
