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

/** Looks again and again until something is so; tells whether it was before the looks ran out or the signal fired. */
export async function untilSo(
  isSo: () => boolean | Promise<boolean>,
  { everyMs, looks }: { readonly everyMs: number; readonly looks: number },
  signal: AbortSignal,
): Promise<boolean> {
  for (let look = 0; look < looks && !signal.aborted; look += 1) {
    if (await isSo()) return true;
    await rest(everyMs, signal);
  }
  return false;
}

/** Waits; at most until the signal fires. */
export function rest(ms: number, signal: AbortSignal): Promise<void> {
  return pause(ms, undefined, { signal }).catch(() => undefined);
}
