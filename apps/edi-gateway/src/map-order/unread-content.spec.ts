import { describe, expect, it } from 'vitest';
import { line, LINES, orders, type OrdersText } from '../fixtures/interchange.js';
import { findingsIn, readOrders } from '../fixtures/read-orders.js';

describe('an ORDERS cannot be used, since it is not read,', () => {
  it.each<[string, OrdersText, readonly (string | undefined)[]]>([
    [
      'with a party of a line',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'NAD+DP+8690000000036::9') },
      ['lines/0/lineNumber', 'unsupported-line', 'NAD'],
    ],
    [
      'with a line that takes away',
      { lines: ['LIN+1+2+8690000100019:EN', ...LINES.slice(3, 5)] },
      ['lines/0/lineNumber', 'unsupported-line', 'LIN'],
    ],
    [
      'with a line within a line',
      { lines: ['LIN+1++8690000100019:EN+1:1', ...LINES.slice(3, 5)] },
      ['lines/0/lineNumber', 'unsupported-line', 'LIN'],
    ],
    [
      'with a percentage of a line that is no allowance',
      { lines: line('QTY+21:10', 'PCD+12:10', 'PRI+AAB:100') },
      ['lines/0/discounts', 'allowance-not-agreed', 'PCD'],
    ],
    [
      'with a percentage behind a price',
      { lines: line('QTY+21:10', 'PRI+AAB:100', 'PCD+12:10') },
      ['lines/0/discounts', 'allowance-not-agreed', 'PCD'],
    ],
    [
      'with a percentage of all lines that is no allowance',
      { header: ['NAD+BY+8690000000012::9', 'PCD+1:10'] },
      ['discounts', 'allowance-not-agreed', 'PCD'],
    ],
    [
      'at a price that is multiplied',
      { lines: line('QTY+21:10', 'PRI+AAB:100', 'APR+WS+0.9:CSD') },
      ['lines/0/unitPrice', 'unsupported-price', 'APR'],
    ],
    [
      'with a price multiplier behind an amount of a line',
      { lines: line('QTY+21:10', 'APR+WS+0.9:CSD', 'PRI+AAB:100') },
      ['lines/0/unitPrice', 'unsupported-price', 'APR'],
    ],
    [
      'at prices that are all multiplied',
      { header: ['NAD+BY+8690000000012::9', 'APR+WS+0.9:CSD'] },
      ['lines', 'unsupported-price', 'APR'],
    ],
    [
      'at a price that is multiplied by 0',
      { lines: line('QTY+21:10', 'PRI+AAB:100', 'APR+WS+0') },
      ['lines/0/unitPrice', 'unsupported-price', 'APR'],
    ],
    [
      'at a price that is multiplied by one in another decimal mark',
      { lines: line('QTY+21:10', 'PRI+AAB:100', 'APR+WS+1,0') },
      ['lines/0/unitPrice', 'unsupported-price', 'APR'],
    ],
    [
      'with a line that is split over places',
      { lines: line('QTY+21:10', 'PRI+AAA:1', 'LOC+7+8690000000036::9', 'QTY+11:4', 'LOC+7+8690000000043::9', 'QTY+11:6') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line that is split over dates',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'QTY+21:4', 'SCC+1', 'QTY+21:6') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line that is split over dates of one schedule',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'QTY+21:4', 'DTM+2:20261125:102', 'QTY+21:6') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line whose quantity is told both by place and by date',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'LOC+7+8690000000036::9', 'QTY+11:10', 'SCC+1', 'QTY+21:10') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line of which a part has a date',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'QTY+21:4', 'DTM+2:20261125:102') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line of which a part has a date behind a reference',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'RFF+CT:1', 'QTY+21:4') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line of which a part has a place',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'LOC+7+8690000000036::9', 'QTY+11:4') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with as many free goods on a date',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'QTY+192:10') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with as many of another unit on a date',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'QTY+21:10:CT') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with as many behind a price',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'QTY+21:10') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with as many behind a reference that no schedule has',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'RFF+CT:1', 'QTY+21:10') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line all of which is delivered on a day of its own',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'QTY+21:10', 'DTM+2:20261209:102') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    [
      'with a line to another place than the order',
      { lines: line('QTY+21:10', 'PRI+AAA:1', 'LOC+7+8690000000043::9') },
      ['lines/0/lineNumber', 'party-conflict', 'LOC'],
    ],
    [
      'with a line all of which goes to another place than the order',
      { lines: line('QTY+21:10', 'PRI+AAA:1', 'LOC+7+8690000000043::9', 'QTY+11:10') },
      ['lines/0/lineNumber', 'party-conflict', 'LOC'],
    ],
    [
      'with a line that tells a place behind its transport',
      { lines: line('QTY+21:10', 'PRI+AAA:1', 'TDT+20', 'LOC+7+8690000000043::9') },
      ['lines/0/lineNumber', 'party-conflict', 'LOC'],
    ],
    [
      'with a place of a line alone that is not the buyer',
      { header: ['NAD+BY+8690000000012::9'], lines: line('QTY+21:10', 'PRI+AAA:1', 'LOC+7+8690000000043::9') },
      ['lines/0/lineNumber', 'party-conflict', 'LOC'],
    ],
  ])('%s', (_why, text, expected) => {
    expect(findingsIn(text)).toContainEqual(expected);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['the place of the order', ['NAD+DP+8690000000036::9'], { expected: '8690000000036' }],
    ['the buyer, where none is told', [], { expected: '8690000000012' }],
  ])('of a place of a line, and tells it beside %s', (_what, places, expected) => {
    const lines = line('QTY+21:10', 'PRI+AAA:1', 'LOC+7+8690000000043::9');
    const { findings } = readOrders(orders({ header: ['NAD+BY+8690000000012::9', ...places], lines }));
    expect(findings?.map(({ detail: _, ...finding }) => finding)).toEqual([
      { field: 'lines/0/lineNumber', code: 'party-conflict', actual: '8690000000043', tag: 'LOC', segment: expect.any(Number), ...expected },
    ]);
  });
});
