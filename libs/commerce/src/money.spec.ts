import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFromMinor, isCurrency, minorFromDecimal, Money, RuleBroken, sumMinor } from './index.js';

describe('money', () => {
  it.each([
    ['12.50', 'TRY', 1250],
    ['12.5', 'TRY', 1250],
    ['12', 'TRY', 1200],
    ['-0.05', 'EUR', -5],
    ['-0', 'EUR', 0],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1234],
    ['90071992547409.91', 'USD', 9007199254740991],
  ])('reads %s %s as %d minor units', (text, currency, minor) => {
    expect(minorFromDecimal(text, currency)).toBe(minor);
  });

  it.each([
    ['12,50', 'TRY'],
    ['12.505', 'TRY'],
    ['12.500', 'TRY'],
    ['1e3', 'TRY'],
    ['+1', 'TRY'],
    ['01.00', 'TRY'],
    ['.5', 'TRY'],
    ['5.', 'TRY'],
    ['', 'TRY'],
    [' 1', 'TRY'],
    ['NaN', 'TRY'],
    ['١٢', 'TRY'],
    ['10.5', 'JPY'],
    ['90071992547409.92', 'USD'],
  ])('refuses %j %s as no amount', (text, currency) => {
    expect(() => minorFromDecimal(text, currency)).toThrow(expect.objectContaining({ code: 'invalid-amount' }));
  });

  it.each(['EURO', 'XXX', 'try', 'XAU', '', '__proto__'])('knows no currency %j', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => minorFromDecimal('1', code)).toThrow(expect.objectContaining({ code: 'unknown-currency' }));
  });

  it('writes and reads back any amount of any number of minor digits', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('TRY', 'JPY', 'KWD'), (minor, currency) => {
        expect(minorFromDecimal(decimalFromMinor(minor, currency), currency)).toBe(minor);
      }),
    );
  });

  it('adds and subtracts within one currency, and never across two', () => {
    const price = Money.parse('49.90', 'TRY');
    expect(price.plus(price).minus(Money.ofMinor(1, 'TRY')).toString()).toBe('99.79 TRY');
    expect(() => price.plus(Money.ofMinor(1, 'EUR'))).toThrow(RuleBroken);
  });

  it('refuses a sum beyond the safe integers instead of losing a unit', () => {
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow(expect.objectContaining({ code: 'invalid-amount' }));
  });
});
