import { type Script } from './scripts.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Türkiye is so far ahead of UTC all year. */
const AHEAD_MS = 3 * HOUR_MS;
/** After midnight: a time at which it is still the day before in UTC. */
const NIGHT_MS = 1.5 * HOUR_MS;

/**
 * When a sale that is sent now (epoch milliseconds) was made, as its till tells it: in the time of Türkiye, to the second and
 * with its offset. A till that was offline has made it in the night of the day before.
 */
export function momentOfSale({ offline, futureMs = 0 }: Pick<Script, 'offline' | 'futureMs'>, now: number): string {
  return turkishTime(offline ? midnightBefore(now) - DAY_MS + NIGHT_MS : now + futureMs);
}

function midnightBefore(epochMs: number): number {
  return Math.floor((epochMs + AHEAD_MS) / DAY_MS) * DAY_MS - AHEAD_MS;
}

function turkishTime(epochMs: number): string {
  return `${new Date(epochMs + AHEAD_MS).toISOString().slice(0, 19)}+03:00`;
}
