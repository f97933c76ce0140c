import { describe, expect, it } from 'vitest';
import { holdsMask, withPersonalKept } from './personal-values.js';

const before = { name: 'Ayşe', note: '***', payments: [{ amountMinor: 1, reference: 'A-1' }, { amountMinor: 2, reference: 'A-2' }] };
const shown = { name: '***', note: '***', payments: [{ amountMinor: 1, reference: '***' }, { amountMinor: 2, reference: '***' }] };
const kept = (sent: unknown): unknown => withPersonalKept(sent, before, shown);

describe('a content that was edited as it was shown', () => {
  it('has its personal values, also those within lists', () => {
    expect(kept(shown)).toEqual(before);
    const payments = [{ amountMinor: 1, reference: '***' }, { amountMinor: 3, reference: '***' }];
    expect(kept({ payments })).toEqual({ payments: [{ amountMinor: 1, reference: 'A-1' }, { amountMinor: 3, reference: 'A-2' }] });
  });

  it('has those that were written anew', () => {
    expect(kept({ name: 'Fatma', payments: [{ reference: 'B-1' }, { reference: null }] })).toEqual({
      name: 'Fatma', payments: [{ reference: 'B-1' }, { reference: null }],
    });
  });

  it.each<[string, unknown]>([
    ['of a list that has become shorter, as nobody knows whose it was', { payments: [{ amountMinor: 2, reference: '***' }] }],
    ['of what was not shown', { other: '***' }],
    ['of what was not masked', { payments: [{ amountMinor: '***' }, {}] }],
  ])('keeps the mask %s', (_, sent) => {
    expect(kept(sent)).toEqual(sent);
    expect(holdsMask(kept(sent))).toBe(true);
  });
});

it('a content that could not be read keeps every mask', () => {
  expect(withPersonalKept(shown, undefined, undefined)).toEqual(shown);
});
