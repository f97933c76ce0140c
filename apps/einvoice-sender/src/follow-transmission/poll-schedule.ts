const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Waits between questions about a transmission, in milliseconds; the last one repeats until there is an answer. */
const WAITS_MS = [SECOND, 2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE, MINUTE, 5 * MINUTE, 15 * MINUTE] as const;

/** How long to wait before a question; the first has number 0. */
export function waitBefore(poll: number): number {
  return WAITS_MS[Math.min(poll, WAITS_MS.length - 1)]!;
}
