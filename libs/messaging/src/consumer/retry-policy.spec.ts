import { describe, expect, it } from 'vitest';
import { exponential, fixed, nextDelayMs, standardRetry } from './retry-policy.js';

const DAY_MS = 24 * 3_600_000;
const middle = 0.5;

describe('the standard retry policy', () => {
  it('waits 1, 2, 4, 8 and 30 s, 2 min, then every 10 min', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((tries) => nextDelayMs(standardRetry, tries, 0, middle));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 30_000, 120_000, 600_000, 600_000, 600_000]);
  });

  it('varies each wait by up to a fifth', () => {
    expect(nextDelayMs(standardRetry, 1, 0, 0)).toBe(800);
    expect(nextDelayMs(standardRetry, 1, 0, 1)).toBe(1_200);
  });

  it('gives up a day after the first failure', () => {
    expect(nextDelayMs(standardRetry, 7, DAY_MS - 1, middle)).toBe(600_000);
    expect(nextDelayMs(standardRetry, 7, DAY_MS, middle)).toBeUndefined();
  });
});

describe('a retry policy of a handler', () => {
  const delays = (policy: Parameters<typeof nextDelayMs>[0], random = middle) =>
    [1, 2, 3, 4, 5, 6].map((tries) => nextDelayMs(policy, tries, 0, random));

  it('may be fixed: the same wait each time', () => {
    const policy = fixed({ everyMs: 5_000, giveUpAfterMs: 60_000 });
    expect(delays(policy, 1)).toEqual(Array(6).fill(5_000));
    expect(nextDelayMs(policy, 2, 60_000, middle)).toBeUndefined();
  });

  it('may be exponential: each wait a multiple of the one before, up to the longest', () => {
    const times = { firstMs: 100, longestMs: 1_000, giveUpAfterMs: DAY_MS };
    expect(delays(exponential(times), 1)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    expect(delays(exponential({ ...times, factor: 10 }))).toEqual([100, 1_000, 1_000, 1_000, 1_000, 1_000]);
  });

  it('may be exponential with jitter', () => {
    const policy = exponential({ firstMs: 100, longestMs: 1_000, giveUpAfterMs: DAY_MS, jitter: 0.5 });
    expect(delays(policy, 0).slice(0, 2)).toEqual([50, 100]);
    expect(delays(policy, 1).slice(0, 2)).toEqual([150, 300]);
  });

  it.each([
    [() => fixed({ everyMs: 0, giveUpAfterMs: 1 }), /everyMs must be above 0/],
    [() => exponential({ firstMs: 1, longestMs: 2, giveUpAfterMs: Number.NaN }), /giveUpAfterMs must be above 0/],
    [() => exponential({ firstMs: 1, longestMs: 2, giveUpAfterMs: 3, factor: 1 }), /factor must be above 1/],
    [() => exponential({ firstMs: 1, longestMs: 2, giveUpAfterMs: 3, jitter: 2 }), /jitter must be from 0 to 1/],
  ])('is refused where it is none', (make, message) => {
    expect(make).toThrow(message);
  });
});
