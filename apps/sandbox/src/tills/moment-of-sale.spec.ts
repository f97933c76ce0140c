import { describe, expect, it } from 'vitest';
import { businessDateOf } from '../world/business-date.js';
import { momentOfSale } from './moment-of-sale.js';

const HOUR_MS = 3_600_000;
const midnight = Date.parse('2026-11-21T00:00:00+03:00');
const everyHour = Array.from({ length: 24 }, (_, hour) => midnight + hour * HOUR_MS + 1_800_000);

describe('the moment of a sale', () => {
  it('is now, or as much later as the till is told to say', () => {
    const now = Date.parse('2026-11-21T06:15:30.500Z');
    expect(momentOfSale({}, now)).toBe('2026-11-21T09:15:30+03:00');
    expect(momentOfSale({ futureMs: 2 * HOUR_MS }, now)).toBe('2026-11-21T11:15:30+03:00');
  });

  it.each(everyHour)('at a till that was offline is of another day than now, here and in UTC, at any hour: %s', (now) => {
    const soldAt = momentOfSale({ offline: true }, now);
    expect(businessDateOf(new Date(soldAt))).toBe('2026-11-20');
    expect(new Date(soldAt).toISOString().slice(0, 10)).toBe('2026-11-19');
  });
});
