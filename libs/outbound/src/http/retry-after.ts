/** A far side that asks for a longer wait is asked again after this; milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

/** The wait that a `Retry-After` header asks for (RFC 9110 section 10.2.3), in seconds or as a date; up to one hour. */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}
