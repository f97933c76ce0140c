import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, settleRemainder } from './index.js';

const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 });
const amount = fc.integer({ min: -10_000_000, max: 10_000_000 });
const total = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0);

describe('allocation in proportion', () => {
  it('gives the kuruş that three equal parts of 1.00 leave over to the first of the largest', () => {
    expect(allocate(100, [10, 10, 10])).toEqual([34, 33, 33]);
  });

  it('gives the remainder to the largest weight', () => {
    expect(allocate(100, [1, 4, 1])).toEqual([17, 66, 17]);
  });

  it('takes one unit each from the largest, not all from one, when many small shares were rounded up', () => {
    const shares = allocate(
      833,
      Array.from({ length: 1000 }, () => 1),
    );
    expect(total(shares)).toBe(833);
    expect(new Set(shares)).toEqual(new Set([0, 1]));
  });

  it('gives nothing to a weight of 0', () => {
    expect(allocate(7, [0, 1, 0, 1])).toEqual([0, 3, 0, 4]);
  });

  it('refuses to allocate an amount to nobody', () => {
    expect(() => allocate(1, [0, 0])).toThrow(expect.objectContaining({ code: 'nothing-to-allocate-to' }));
    expect(() => allocate(1, [2, -1])).toThrow(expect.objectContaining({ code: 'nothing-to-allocate-to' }));
    expect(allocate(0, [0, 0])).toEqual([0, 0]);
  });

  it('adds up exactly, strays at most 1.5 units from the exact share and never changes sign', () => {
    fc.assert(
      fc.property(amount, weights, (whole, parts) => {
        fc.pre(total(parts) > 0);
        const shares = allocate(whole, parts);
        expect(total(shares)).toBe(whole);
        shares.forEach((share, index) => {
          expect(Math.abs(share - (whole * parts[index]!) / total(parts))).toBeLessThanOrEqual(1.5 + 1e-6);
          expect(share * whole).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it('settles a remainder larger than the number of shares', () => {
    expect(settleRemainder(10, [0, 0, 0], [5, 9, 5])).toEqual([3, 4, 3]);
  });
});
