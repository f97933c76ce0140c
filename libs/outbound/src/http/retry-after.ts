/** So long at least is a far side left alone that asks for a wait: a wait of nothing would be a loop that nothing ends. */
const SHORTEST_WAIT_MS = 1_000;
/** A far side that asks for a longer wait is asked again after this; milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

/** The forms of an HTTP-date (RFC 9110 section 5.6.7): all are in GMT, which the last one does not say. */
const DATE = /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$|^\w{6,9}, \d\d-\w{3}-\d\d [\d:]{8} GMT$/;
const DATE_OF_ASCTIME = /^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4}$/;

/**
 * The wait that a `Retry-After` header asks for (RFC 9110 section 10.2.3), in whole seconds or as a date; from one second
 * up to one hour. One second also where it says 0 or a date that has passed: such a wait costs a call no attempt, so
 * nothing else would slow the repetition down, or end it. What is neither of the two asks for nothing.
 */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : dateOf(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}

function dateOf(text: string): number {
  if (DATE.test(text)) return Date.parse(text);
  return DATE_OF_ASCTIME.test(text) ? Date.parse(`${text} GMT`) : NaN;
}
