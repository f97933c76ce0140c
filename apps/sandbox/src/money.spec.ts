import { describe, expect, it } from 'vitest';
import { divideRounded, fromKurus, toKurus, toScaled } from './money.js';

describe('kuruş', () => {
  it.each([
    ['0', 0n],
    ['12.3', 1230n],
    ['-0.05', -5n],
    ['9999999999999.99', 999_999_999_999_999n],
  ])('reads %s', (text, kurus) => expect(toKurus(text)).toBe(kurus));

  it.each(['', '1,50', '1.005', '1e3', 'NaN', '+1', '.5', ' 1'])('does not read %j', (text) => {
    expect(toKurus(text)).toBeUndefined();
  });

  it.each(['0.00', '0.05', '-0.05', '1234.50', '-1234.56'])('writes %s as it was read', (text) => {
    expect(fromKurus(toKurus(text) ?? 0n)).toBe(text);
  });

  it('rounds half away from zero', () => {
    expect([divideRounded(5n, 2n), divideRounded(-5n, 2n), divideRounded(7n, 3n), divideRounded(-7n, 3n)]).toEqual([
      3n,
      -3n,
      2n,
      -2n,
    ]);
  });

  it('reads a rate exactly', () => expect(toScaled('1.25')).toEqual({ digits: 125n, scale: 100n }));
});
