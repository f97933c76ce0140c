import { standardRetry } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-policy.js';

const MIDDLE = 0.5;

describe('the standard retry policy', () => {
  it('waits 1, 2, 4, 8, 30, 120 and then 600 s', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 20].map((attempts) => retryDelayMs(standardRetry, attempts, MIDDLE));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 30_000, 120_000, 600_000, 600_000, 600_000]);
  });

  it('varies a wait by up to a fifth either way', () => {
    expect(retryDelayMs(standardRetry, 1, 0)).toBe(800);
    expect(retryDelayMs(standardRetry, 1, 1)).toBe(1_200);
  });

  it('gives up once the waits add up to 24 hours, and not before', () => {
    const attempts = Array.from({ length: 400 }, (_, index) => index + 1);
    const last = attempts.findLast((count) => retryDelayMs(standardRetry, count, MIDDLE) !== undefined)!;
    const waited = attempts
      .slice(0, last)
      .reduce((sum, count) => sum + retryDelayMs(standardRetry, count, MIDDLE)!, 0);
    expect(waited).toBeGreaterThanOrEqual(24 * 3_600_000);
    expect(waited - 600_000).toBeLessThan(24 * 3_600_000);
    expect(retryDelayMs(standardRetry, last + 1, MIDDLE)).toBeUndefined();
  });
});
