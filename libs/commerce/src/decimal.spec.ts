import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedQuotient, scaled, unscaled, withoutZeros } from './decimal.js';

const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });
const whole = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const places = fc.nat(18);

describe('decimals as whole numbers', () => {
  it('divide and round as decimals do that are exact, half away from zero', () => {
    fc.assert(
      fc.property(whole, fc.oneof(fc.bigInt(1n, 10n), fc.bigInt(1n, 10n ** 17n)), (dividend, divisor) => {
        const exact = new Exact(dividend.toString()).div(divisor.toString()).toDecimalPlaces(0);
        expect(roundedQuotient(dividend, divisor)).toBe(BigInt(exact.toFixed()));
      }),
    );
    expect([-3n, -1n, 1n, 3n].map((n) => roundedQuotient(n, 2n))).toEqual([-2n, -1n, 1n, 2n]);
  });

  it('are written as decimals of so many places, and read back', () => {
    fc.assert(
      fc.property(whole, places, (value, digits) => {
        const text = unscaled(value, digits);
        expect(text).toBe(new Exact(value.toString()).div(new Exact(10).pow(digits)).toFixed(digits));
        expect(scaled(text, digits)).toBe(value);
        expect(new Exact(withoutZeros(text)).eq(text)).toBe(true);
      }),
    );
  });

  it.each([
    ['20.00', '20'],
    ['7.50', '7.5'],
    ['100', '100'],
    ['0.0000', '0'],
    ['0.00000001', '0.00000001'],
  ])('%s is %s without the zeros at its end', (text, short) => {
    expect(withoutZeros(text)).toBe(short);
  });
});
