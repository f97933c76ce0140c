import { describe, expect, it } from 'vitest';
import { line, LINES, type OrdersText } from '../fixtures/interchange.js';
import { findingsIn } from '../fixtures/read-orders.js';

describe('an ORDERS cannot be used for its allowances and charges', () => {
  it.each<[string, OrdersText, readonly (string | undefined)[]]>([
    [
      'with an allowance that is not agreed',
      { lines: line('QTY+21:1', 'PRI+AAB:1', 'ALC+A++++XX', 'MOA+204:1') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'with an allowance in percent',
      { lines: line('QTY+21:1', 'PRI+AAB:1', 'ALC+A++++DI', 'PCD+3:10') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'with an allowance that is billed back',
      { lines: line('QTY+21:1', 'PRI+AAB:1', 'ALC+A++1++DI', 'MOA+204:1') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'with a charge that we are to pay',
      { lines: line('QTY+21:1', 'PRI+AAB:1', 'ALC+C++5++DI', 'MOA+23:1') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'with a total behind an allowance',
      { summary: ['CNT+2:2', 'ALC+A++++DI', 'MOA+204:1', 'MOA+79:10950.25'] },
      ['discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'with an allowance by a name of every object',
      { lines: line('QTY+21:1', 'PRI+AAB:1', 'ALC+A++++constructor', 'MOA+204:1') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'with an allowance that may be in the price',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'ALC+A++++DI', 'MOA+204:1') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'with an allowance of a kind by a name of every object',
      { lines: line('QTY+21:1', 'PRI+AAB:1', 'ALC+constructor++6++DI', 'MOA+204:1') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
  ])('%s', (_why, text, expected) => {
    expect(findingsIn(text)).toContainEqual(expected);
  });

  it('where the allowances of a line are more than it comes to', () => {
    const lines = [...line('QTY+21:1:PCE', 'PRI+AAB:1', 'ALC+A++++DI', 'MOA+204:1.01'), 'LIN+2++8690000100026:EN', ...LINES.slice(7)];
    expect(findingsIn({ lines })).toEqual([['lines/0/amountMinor', 'invalid-amount', 'ALC']]);
    expect(findingsIn({ lines: lines.map((segment) => segment.replace('1.01', '1.00')) })).toEqual([]);
  });
});
