import { describe, expect, it } from 'vitest';
import { line, LINES, orders, type OrdersText } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { findingsIn, readOrders } from '../fixtures/read-orders.js';

const ARTICLE = market.articles[0];
const CHARGE = ['ALC+C++6++DI', 'MOA+23:50'];
const TAXED = line('QTY+21:10', 'PRI+AAB:100', 'TAX+7+VAT+++:::20+S');

describe('an ORDERS cannot be used for its tax', () => {
  it.each<[string, OrdersText, readonly (string | undefined)[]]>([
    [
      'at another rate',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'TAX+7+VAT+++:::10') },
      ['lines/0/tax', 'tax-conflict', 'TAX'],
    ],
    [
      'that is told to be exempt',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'TAX+7+VAT++++E') },
      ['lines/0/tax', 'tax-conflict', 'TAX'],
    ],
    [
      'with another tax than VAT',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'TAX+7+EXC+++:::20') },
      ['lines/0/tax', 'tax-conflict', 'TAX'],
    ],
    [
      'with a duty',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'TAX+5+VAT+++:::20') },
      ['lines/0/tax', 'tax-conflict', 'TAX'],
    ],
    [
      'at another rate of all lines',
      { header: ['NAD+BY+8690000000012::9', 'TAX+7+VAT+++:::20'] },
      ['lines/1/tax', 'tax-conflict', 'TAX'],
    ],
    [
      'with a charge at a rate of its own',
      { header: ['NAD+BY+8690000000012::9', ...CHARGE, 'TAX+7+VAT+++:::10+S'], lines: TAXED },
      ['discounts', 'tax-conflict', 'TAX'],
    ],
    [
      'with a charge at the rate of one line, where it is spread over two',
      { header: ['NAD+BY+8690000000012::9', ...CHARGE, 'TAX+7+VAT+++:::20+S'], lines: [...TAXED, ...LINES.slice(5)] },
      ['discounts', 'tax-conflict', 'TAX'],
    ],
    [
      'with a charge that has another tax behind its VAT',
      { header: ['NAD+BY+8690000000012::9', ...CHARGE, 'TAX+7+VAT+++:::20', 'TAX+7+EXC+++:::1'], lines: TAXED },
      ['discounts', 'tax-conflict', 'TAX'],
    ],
    [
      'at another rate of all lines, where a line tells that of its allowance',
      {
        header: ['NAD+BY+8690000000012::9', 'TAX+7+VAT+++:::10'],
        lines: line('QTY+21:1', 'PRI+AAB:10', 'ALC+A++++DI', 'MOA+204:1', 'TAX+7+VAT+++:::20'),
      },
      ['lines/0/tax', 'tax-conflict', 'TAX'],
    ],
    [
      'at another rate of all lines, told behind what is neither an allowance nor a charge',
      { header: ['NAD+BY+8690000000012::9', 'ALC+N++++DI', 'TAX+7+VAT+++:::10'], lines: line('QTY+21:1', 'PRI+AAB:10') },
      ['lines/0/tax', 'tax-conflict', 'TAX'],
    ],
    [
      'with an allowance of a line at another rate',
      { lines: line('QTY+21:1', 'PRI+AAB:10', 'TAX+7+VAT+++:::20', 'ALC+A++++DI', 'MOA+204:1', 'TAX+7+VAT+++:::10') },
      ['lines/0/tax', 'tax-conflict', 'TAX'],
    ],
  ])('%s', (_why, text, expected) => {
    expect(findingsIn(text)).toContainEqual(expected);
  });

  it('at the rate of a charge that is told behind it, only where all lines have it', () => {
    const header = (rate: string) => ['NAD+BY+8690000000012::9', ...CHARGE, `TAX+7+VAT+++:::${rate}+S`];
    const { findings } = readOrders(orders({ header: header('10'), lines: TAXED }));
    expect(findings).toMatchObject([{ field: 'discounts', code: 'tax-conflict', expected: '20', actual: '10' }]);
    expect(findingsIn({ header: header('20.00'), lines: TAXED })).toEqual([]);
    expect(findingsIn({ header: header('20'), lines: line('QTY+21:10', 'PRI+AAB:100') })).toEqual([]);
  });

  it('where the profile has no tax rate', () => {
    const changes = { articles: [{ ...ARTICLE, taxRate: undefined }] };
    expect(findingsIn({ lines: LINES.slice(0, 5) }, changes)).toEqual([['lines/0/tax', 'missing-tax-rate', 'LIN']]);
  });

  it.each([{}, { exemptionCode: '351' }, { exemptionReason: 'İstisna' }])(
    'where the profile does not tell code and reason why no tax is due: %o',
    (told) => {
      const changes = { articles: [{ ...ARTICLE, taxRate: '0', ...told }] };
      expect(findingsIn({ lines: LINES.slice(0, 5) }, changes)).toEqual([['lines/0/tax', 'missing-exemption', 'LIN']]);
    },
  );

  it.each<[string, (readonly string[])?]>([
    ['210', ['lines/0/tax', 'unknown-exemption', 'LIN', '210']],
    ['308', ['lines/0/tax', 'unknown-exemption', 'LIN', '308']],
    ['351'],
  ])('where the profile exempts an article by the code %s, unless it is one of the list', (exemptionCode, expected) => {
    const articles = [{ ...ARTICLE, taxRate: '0', exemptionCode, exemptionReason: 'İstisna' }];
    const { findings } = readOrders(orders({ lines: LINES.slice(0, 5) }), { articles });
    expect(findings?.map(({ field, code, tag, actual }) => [field, code, tag, actual])).toEqual(expected && [expected]);
  });
});
