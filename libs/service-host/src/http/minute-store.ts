import type { FastifyRateLimitStore } from '@fastify/rate-limit';

/** So many are remembered; beyond them, whoever sent nothing for the longest time is forgotten first. */
const REMEMBERED = 50_000;

interface Minute {
  /** Milliseconds of `performance.now()`. */
  readonly begunAt: number;
  requests: number;
}

/**
 * Counts requests by key, each in a minute that begins with its first. Bounded in memory.
 *
 * The plugin's own store goes by the clock on the wall: set back by a day, it would make a minute last a day.
 */
export class MinuteStore implements FastifyRateLimitStore {
  private readonly minutes = new Map<string, Minute>();

  /** Tells how many requests the minute of a key has with this one, and in how many milliseconds it ends. */
  incr(key: string, tell: (error: null, count: { current: number; ttl: number }) => void, lengthMs: number): void {
    const now = performance.now();
    let minute = this.minutes.get(key);
    if (!minute || now - minute.begunAt >= lengthMs) minute = { begunAt: now, requests: 0 };
    minute.requests += 1;
    this.minutes.delete(key); // a Map lists its keys as they were set: the first is the one not seen for longest
    this.minutes.set(key, minute);
    if (this.minutes.size > REMEMBERED) this.minutes.delete(this.minutes.keys().next().value!);
    tell(null, { current: minute.requests, ttl: minute.begunAt + lengthMs - now });
  }

  /** Another, for another kind of caller. */
  child(): MinuteStore {
    return new MinuteStore();
  }
}
