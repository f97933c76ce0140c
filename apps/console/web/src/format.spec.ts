import { describe, expect, it } from 'vitest';
import { formatAge, formatAmount, formatDay, formatSpan } from './format';

describe('a span of time', () => {
  it.each([
    [0, '0 ms'],
    [340, '340 ms'],
    [2_449, '2.4 s'],
    [9_999, '9.9 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [3 * 86_400_000 + 4 * 3_600_000, '3 d 4 h'],
  ])('of %d ms is %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });

  it('is an age without seconds once it is minutes, and never negative', () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    expect(formatAge('2026-11-21T09:59:30Z', now)).toBe('30 s');
    expect(formatAge('2026-11-21T09:12:34Z', now)).toBe('47 min');
    expect(formatAge('2026-11-21T07:49:00Z', now)).toBe('2 h 11 min');
    expect(formatAge('2026-11-21T10:00:05Z', now)).toBe('0 s');
  });
});

describe('an amount', () => {
  it.each([
    ['0.05', '0.05 TRY'],
    ['999.90', '999.90 TRY'],
    ['1249.90', '1,249.90 TRY'],
    ['90071992547409.91', '90,071,992,547,409.91 TRY'],
    ['-1250.00', '-1,250.00 TRY'],
    ['1250', '1,250 TRY'],
  ])('%s is shown as %s', (amount, text) => {
    expect(formatAmount(amount, 'TRY')).toBe(text);
  });
});

it('a day is the same in every zone', () => {
  expect(formatDay('2026-11-21')).toBe('21 Nov 2026');
});
