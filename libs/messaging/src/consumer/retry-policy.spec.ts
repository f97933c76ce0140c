import { describe, expect, it } from 'vitest';
import { heldRetryPolicy, nextDelayMs } from './retry-policy.js';

const DAY_MS = 24 * 3_600_000;
const middle = 0.5;

describe('the retry policy of held messages', () => {
  it('waits 1, 2, 4, 8 and 30 s, 2 min, then every 10 min', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((tries) => nextDelayMs(heldRetryPolicy, tries, 0, middle));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 30_000, 120_000, 600_000, 600_000, 600_000]);
  });

  it('varies each wait by up to a fifth', () => {
    expect(nextDelayMs(heldRetryPolicy, 1, 0, 0)).toBe(800);
    expect(nextDelayMs(heldRetryPolicy, 1, 0, 1)).toBe(1_200);
  });

  it('gives up a day after the first failure', () => {
    expect(nextDelayMs(heldRetryPolicy, 7, DAY_MS - 1, middle)).toBe(600_000);
    expect(nextDelayMs(heldRetryPolicy, 7, DAY_MS, middle)).toBeUndefined();
  });
});
