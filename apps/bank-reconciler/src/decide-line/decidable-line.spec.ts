import { describe, expect, it } from 'vitest';
import { mustBeOfDue } from './decidable-line.js';

const lira = (amountMinor: number) => ({ amountMinor, currency: 'TRY' });
const [accepted, exact] = [{ acceptDifference: true }, { acceptDifference: false }];

/** The code of what is thrown, and what it tells; undefined where the line passes. */
function refusal(...asked: Parameters<typeof mustBeOfDue>): object | undefined {
  try {
    return mustBeOfDue(...asked) as undefined;
  } catch (error) {
    return error as object;
  }
}

describe('a line of 300.00', () => {
  it.each([
    ['the same is due', lira(30_000), exact],
    ['the same is due, as was shown', lira(30_000), { ...exact, seen: { due: '300.00', currency: 'TRY' } }],
    ['the difference is accepted', lira(31_000), accepted],
    ['the difference that was shown is accepted', lira(31_000), { ...accepted, seen: { due: '310.00', currency: 'TRY' } }],
  ])('passes where %s', (_what, due, request) => {
    expect(refusal(lira(30_000), due, request)).toBeUndefined();
  });

  it.each([
    ['another amount is due, and no difference accepted', lira(31_000), exact, 'amount-differs'],
    ['it is in another currency', { amountMinor: 30_000, currency: 'EUR' }, accepted, 'wrong-currency'],
    ['more is due than was shown', lira(32_000), { ...accepted, seen: { due: '310.00', currency: 'TRY' } }, 'due-changed'],
    ['less is due than was shown', lira(30_500), { ...accepted, seen: { due: '310.00', currency: 'TRY' } }, 'due-changed'],
    ['another currency was shown', lira(31_000), { ...accepted, seen: { due: '310.00', currency: 'EUR' } }, 'due-changed'],
    ['its very amount is due, and another was shown', lira(30_000), { ...accepted, seen: { due: '310.00', currency: 'TRY' } }, 'due-changed'],
  ])('does not where %s', (_what, due, request, code) => {
    expect(refusal(lira(30_000), due, request)).toMatchObject({ code });
  });

  it('is refused with what is due now', () => {
    const seen = { due: '310.00', currency: 'TRY' };
    expect(refusal(lira(30_000), lira(32_000), { ...accepted, seen })).toMatchObject({
      message: 'Due are 320.00 TRY now; shown were 310.00 TRY.',
      options: { extensions: { due: '320.00', currency: 'TRY' } },
    });
  });
});
