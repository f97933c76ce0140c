const MINUTE_MS = 60_000;

/** A span of time in milliseconds. */
export const minutes = (count: number): number => count * MINUTE_MS;

/** A span of time in milliseconds. */
export const hours = (count: number): number => minutes(count * 60);

/** A span of time in milliseconds; a day has 24 hours, whatever the calendar says. */
export const days = (count: number): number => hours(count * 24);
