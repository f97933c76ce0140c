import { describe, expect, it } from 'vitest';
import { quantiles, renderTimes } from './times.js';

describe('the times of a morning', () => {
  it('are the median and the 95th percentile', () => {
    const durations = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(quantiles(durations)).toEqual({ median: 51, p95: 96 });
    expect(quantiles([])).toBeUndefined();
  });

  it('count an order only as far as it came', () => {
    const text = renderTimes([
      { orderNumber: '1', acceptedAt: 1_000, inErpAt: 1_100, completedAt: 1_300 },
      { orderNumber: '2', acceptedAt: 1_000, inErpAt: 1_200, completedAt: undefined },
    ]);
    expect(text).toBe(
      'From the till to the ERP: median 200 ms, P95 200 ms (2 orders)\nFrom the till to completion: median 300 ms, P95 300 ms (1 orders)',
    );
  });
});
