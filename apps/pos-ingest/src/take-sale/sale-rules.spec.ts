import { Mode } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import type { Branch } from '../branch/branch-key.js';
import { aSale } from '../fixtures/sale.js';
import { orderOfSale } from './order-of-sale.js';
import { branchFindings, clockFindings, moneyFindings, rateFindings, SalePolicy } from './sale-rules.js';
import type { SaleRequest } from './sale-request.js';

const from: Branch = { company: 'anadolu', mode: Mode.live, branch: '012', zone: 'Europe/Istanbul' };
const money = (changes: Partial<SaleRequest>): unknown => {
  const { order, findings } = orderOfSale(aSale(changes), from);
  return order ? moneyFindings(order) : findings;
};
const one = (sale: SaleRequest, line: Partial<SaleRequest['lines'][number]>): SaleRequest['lines'] => [
  { ...sale.lines[0]!, ...line },
  ...sale.lines.slice(1),
];

describe('moneyFindings', () => {
  it('finds nothing in a sale that adds up', () => {
    expect(money({})).toEqual([]);
  });

  it.each<[string, Partial<SaleRequest>]>([
    [
      'the tax of a rate is one kuruş off, and the totals follow it',
      {
        taxes: [
          { rate: '20', taxable: '83.16', tax: '16.64' },
          { rate: '1', taxable: '13.86', tax: '0.14' },
        ],
        totals: { net: '97.02', tax: '16.78', gross: '113.80' },
      },
    ],
    [
      'prices have 8 places and quantities 6',
      {
        lines: [
          {
            articleId: 'A',
            name: 'x',
            quantity: '0.333333',
            unitCode: 'KGM',
            unitPrice: '3.00000001',
            amount: '1.00',
            taxRate: '20',
          },
        ],
        taxes: [{ rate: '20', taxable: '0.83', tax: '0.17' }],
        totals: { net: '0.83', tax: '0.17', gross: '1.00' },
        payments: [{ method: 'cash', amount: '1.00' }],
      },
    ],
    [
      'the till tells its whole tax table',
      { taxes: [{ rate: '0', taxable: '0', tax: '0' }, ...aSale().taxes, { rate: '10', taxable: '0', tax: '0' }] },
    ],
    [
      'everything is given away',
      {
        discounts: [{ reason: 'gift', amount: '113.80' }],
        taxes: [
          { rate: '20', taxable: '0', tax: '0' },
          { rate: '1', taxable: '0', tax: '0' },
        ],
        totals: { net: '0', tax: '0', gross: '0' },
        payments: [],
      },
    ],
    [
      'prices are without tax',
      {
        pricesIncludeTax: false,
        taxes: [
          { rate: '20', taxable: '99.80', tax: '19.96' },
          { rate: '1', taxable: '14.00', tax: '0.14' },
        ],
        totals: { net: '113.80', tax: '20.10', gross: '133.90' },
        payments: [{ method: 'card', amount: '133.90' }],
      },
    ],
    [
      'the currency has no minor digits',
      {
        currency: 'JPY',
        lines: [
          {
            articleId: 'A',
            name: 'x',
            quantity: '1',
            unitCode: 'C62',
            unitPrice: '120.5',
            amount: '121',
            taxRate: '20',
          },
        ],
        taxes: [{ rate: '20', taxable: '101', tax: '20' }],
        totals: { net: '101', tax: '20', gross: '121' },
        payments: [{ method: 'cash', amount: '121' }],
      },
    ],
  ])('finds nothing where %s', (_what, changes) => {
    expect(money(changes)).toEqual([]);
  });

  it.each<[string, Partial<SaleRequest>, readonly Record<string, string>[]]>([
    [
      'the total is one kuruş off',
      { totals: { net: '97.03', tax: '16.77', gross: '113.79' } },
      [
        {
          pointer: '#/totals/gross',
          code: 'totals-mismatch',
          detail: 'The sale says 113.79 TRY, its lines add up to 113.80 TRY.',
          expected: '113.80',
          actual: '113.79',
        },
      ],
    ],
    [
      'the net total is one kuruş off',
      { totals: { net: '97.04', tax: '16.77', gross: '113.80' } },
      [{ pointer: '#/totals/net', code: 'totals-mismatch', expected: '97.03', actual: '97.04' }],
    ],
    [
      'a tax is two kuruş off',
      {
        taxes: [
          { rate: '20', taxable: '83.17', tax: '16.65' },
          { rate: '1', taxable: '13.86', tax: '0.14' },
        ],
      },
      [{ pointer: '#/taxes/0/tax', code: 'tax-mismatch', expected: '16.63', actual: '16.65' }],
    ],
    [
      'an exemption goes with a rate that is not 0',
      { lines: one(aSale(), { exemptionCode: '351' }) },
      [{ pointer: '#/lines/0/exemptionCode', code: 'tax-mismatch' }],
    ],
    [
      'one row sums up two exemptions',
      {
        lines: one(aSale(), { taxRate: '0', exemptionCode: '351' }).map((line) => ({
          exemptionCode: '335',
          ...line,
          taxRate: '0',
        })),
        taxes: [{ rate: '0', taxable: '113.80', tax: '0' }],
      },
      [{ pointer: '#/taxes/0', code: 'tax-mismatch' }],
    ],
    [
      'the tax of a rate is left out',
      { taxes: [{ rate: '20', taxable: '83.17', tax: '16.63' }] },
      [{ pointer: '#/taxes', code: 'tax-mismatch' }],
    ],
    [
      'a rate is told twice',
      { taxes: [...aSale().taxes, { rate: '1.0', taxable: '0', tax: '0' }] },
      [{ pointer: '#/taxes/2/rate', code: 'tax-mismatch', detail: 'This rate is told twice.' }],
    ],
    [
      'a rate that is told in two parts is told twice',
      {
        taxes: [
          { rate: '20', taxable: '41.58', tax: '8.31' },
          ...aSale().taxes.slice(1),
          { rate: '20', taxable: '41.59', tax: '8.32' },
        ],
      },
      [{ pointer: '#/taxes/2/rate', code: 'tax-mismatch', detail: 'This rate is told twice.' }],
    ],
    [
      'a rate of no line has a tax of one kuruş',
      {
        taxes: [...aSale().taxes, { rate: '10', taxable: '0', tax: '0.01' }],
        totals: { net: '97.02', tax: '16.78', gross: '113.80' },
      },
      [{ pointer: '#/taxes/2/tax', code: 'tax-mismatch', expected: '0.00', actual: '0.01' }],
    ],
    [
      'a rate of 0 has a tax of one kuruş',
      {
        lines: one(aSale(), { taxRate: '0' }),
        taxes: [{ rate: '0', taxable: '99.79', tax: '0.01' }, ...aSale().taxes.slice(1)],
        totals: { net: '113.65', tax: '0.15', gross: '113.80' },
      },
      [{ pointer: '#/taxes/0/tax', code: 'tax-mismatch', expected: '0.00', actual: '0.01' }],
    ],
    [
      'a line is two kuruş off',
      { lines: one(aSale(), { amount: '99.82' }) },
      [{ pointer: '#/lines/0/amount', code: 'line-mismatch', expected: '99.80', actual: '99.82' }],
    ],
    [
      'payments are one kuruş short',
      { payments: [{ method: 'cash', amount: '113.79' }] },
      [{ pointer: '#/payments', code: 'payments-mismatch', expected: '113.80', actual: '113.79' }],
    ],
    [
      'an amount has three places',
      { totals: { net: '97.03', tax: '16.77', gross: '113.800' } },
      [{ pointer: '#/totals/gross', code: 'invalid-amount' }],
    ],
    [
      'an amount of yen has places',
      { currency: 'JPY' },
      [{ pointer: '#/lines/0/discounts/0/amount', code: 'invalid-amount' }],
    ],
    [
      'sums leave the safe integers',
      { lines: aSale().lines.map((line) => ({ ...line, amount: '89999999999999.99' })) },
      [{ pointer: '#/lines', code: 'invalid-amount' }],
    ],
    ['the currency is not one', { currency: 'XXX' }, [{ pointer: '#/currency', code: 'unknown-currency' }]],
    [
      'the unit is not one',
      { lines: one(aSale(), { unitCode: 'ZZZ' }) },
      [{ pointer: '#/lines/0/unitCode', code: 'unknown-unit' }],
    ],
  ])('finds that %s', (_what, changes, expected) => {
    const found = money(changes) as readonly Record<string, string>[];
    expect(found.slice(0, expected.length)).toEqual(expected.map((finding) => expect.objectContaining(finding)));
    expect(new Set(found.map(({ code }) => code)).size).toBe(1);
  });
});

describe('rateFindings', () => {
  const found = (sale: SaleRequest): unknown => {
    const { order } = orderOfSale(sale, from);
    return order && rateFindings(order, new SalePolicy(['0', '1', '10', '20']));
  };

  it('finds nothing where every rate is in force', () => {
    expect(found(aSale())).toEqual([]);
  });

  it('finds each place of a rate that is not', () => {
    const taxes = aSale().taxes.map((subtotal, index) => (index === 0 ? { ...subtotal, rate: '18' } : subtotal));
    const unknown = { code: 'tax-mismatch', detail: 'This rate is not in force.', expected: '0, 1, 10, 20', actual: '18' };
    expect(found(aSale({ lines: one(aSale(), { taxRate: '18' }), taxes }))).toEqual([
      { pointer: '#/lines/0/taxRate', ...unknown },
      { pointer: '#/taxes/0/rate', ...unknown },
    ]);
  });
});

describe('clockFindings', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  it.each([
    ['2026-11-21T13:04:59+03:00', true],
    ['2026-11-21T13:05:01+03:00', false],
    ['2026-08-23T10:00:00Z', true],
    ['2026-08-23T09:59:59Z', false],
  ])('of a sale at %s: taken is %s', (soldAt, taken) => {
    const found = clockFindings(aSale({ soldAt }), now);
    expect(found.map(({ pointer, code }) => [pointer, code])).toEqual(taken ? [] : [['#/soldAt', 'invalid-date']]);
  });
});

describe('branchFindings', () => {
  it('lets a key speak for its own branch only', () => {
    expect(branchFindings(aSale(), from)).toEqual([]);
    expect(branchFindings(aSale({ branch: '034' }), from)).toMatchObject([
      { pointer: '#/branch', code: 'unknown-reference' },
    ]);
  });
});
