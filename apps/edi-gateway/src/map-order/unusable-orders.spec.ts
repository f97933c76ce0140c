import { describe, expect, it } from 'vitest';
import { envelope, line, LINES, message, orders, ordersBody, type OrdersText } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { findingsIn, readOrders } from '../fixtures/read-orders.js';
import { MAX_LINES } from './order-of-message.js';

const ARTICLE = market.articles[0];

describe('an ORDERS cannot be used', () => {
  it.each<[string, OrdersText, readonly (string | undefined)[]]>([
    [
      'of an unknown article',
      { lines: ['LIN+1++8690000100033:EN', ...LINES.slice(3, 5)] },
      ['lines/0/articleId', 'unknown-article', 'LIN'],
    ],
    ['of no article', { lines: ['LIN+1', ...LINES.slice(3, 5)] }, ['lines/0/articleId', 'unknown-article', 'LIN']],
    [
      'of a GTIN with a wrong check digit',
      { lines: ['LIN+1++8690000100018:EN', ...LINES.slice(3, 5)] },
      ['lines/0/articleId', 'invalid-gtin', 'LIN'],
    ],
    [
      'of two articles in one line',
      { lines: line('PIA+1+BAL-250:SA', 'QTY+21:1', 'PRI+AAA:1') },
      ['lines/0/articleId', 'article-conflict', 'LIN'],
    ],
    ['without a quantity', { lines: line('PRI+AAA:1') }, ['lines/0/quantity', 'invalid-quantity', 'LIN']],
    ['of quantity 0', { lines: line('QTY+21:0:PCE', 'PRI+AAA:1') }, ['lines/0/quantity', 'invalid-quantity', 'QTY']],
    [
      'of a quantity below 0',
      { lines: line('QTY+21:-1:PCE', 'PRI+AAA:1') },
      ['lines/0/quantity', 'invalid-quantity', 'QTY'],
    ],
    [
      'of a quantity that is no number',
      { lines: line('QTY+21:1E3:PCE', 'PRI+AAA:1') },
      ['lines/0/quantity', 'invalid-quantity', 'QTY'],
    ],
    [
      'of two ordered quantities',
      { lines: line('QTY+21:1', 'QTY+21:2', 'PRI+AAA:1') },
      ['lines/0/quantity', 'invalid-quantity', 'QTY'],
    ],
    [
      'with free goods',
      { lines: line('QTY+21:1', 'QTY+192:1', 'PRI+AAA:1') },
      ['lines/0/quantity', 'unsupported-quantity', 'QTY'],
    ],
    ['of an unknown unit', { lines: line('QTY+21:1:XYZ', 'PRI+AAA:1') }, ['lines/0/unitCode', 'unknown-unit', 'QTY']],
    [
      'of cartons where pieces are sold',
      { lines: line('QTY+21:1:CT', 'PRI+AAA:1') },
      ['lines/0/unitCode', 'unit-conflict', 'QTY'],
    ],
    ['without a price', { lines: line('QTY+21:1') }, ['lines/0/unitPrice', 'missing-price', 'LIN']],
    ['at no number', { lines: line('QTY+21:1', 'PRI+AAA:$1.179') }, ['lines/0/unitPrice', 'invalid-price', 'PRI']],
    ['at a price below 0', { lines: line('QTY+21:1', 'PRI+AAA:-1') }, ['lines/0/unitPrice', 'invalid-price', 'PRI']],
    [
      'at a price that has no end',
      { lines: line('QTY+21:1', 'PRI+AAA:1:::3') },
      ['lines/0/unitPrice', 'invalid-price', 'PRI'],
    ],
    [
      'at a price for another unit',
      { lines: line('QTY+21:1:PCE', 'PRI+AAA:1::::KGM') },
      ['lines/0/unitPrice', 'unit-conflict', 'PRI'],
    ],
    [
      'at a price of another kind',
      { lines: line('QTY+21:1', 'PRI+AAE:1') },
      ['lines/0/unitPrice', 'unsupported-price', 'PRI'],
    ],
    ['at a price for 0', { lines: line('QTY+21:1', 'PRI+AAA:1:::0') }, ['lines/0/unitPrice', 'invalid-price', 'PRI']],
    [
      'at the price of a consumer unit',
      { lines: line('QTY+21:1:PCE', 'PRI+AAA:1:CU') },
      ['lines/0/unitPrice', 'unsupported-price', 'PRI'],
    ],
    [
      'at the price that a retailer asks',
      { lines: line('QTY+21:1:PCE', 'PRI+AAA:1:CT:SRP') },
      ['lines/0/unitPrice', 'unsupported-price', 'PRI'],
    ],
    [
      'at a price that is added',
      { lines: line('QTY+21:1:PCE', 'PRI+AAA:1+A') },
      ['lines/0/unitPrice', 'unsupported-price', 'PRI'],
    ],
    [
      'at two prices',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'PRI+AAA:2') },
      ['lines/0/unitPrice', 'unsupported-price', 'PRI'],
    ],
    [
      'of another amount behind its price',
      { lines: line('QTY+21:1', 'PRI+AAA:1', 'MOA+203:1.01') },
      ['lines/0/amountMinor', 'amount-conflict', 'MOA'],
    ],
    [
      'of another amount',
      { lines: line('QTY+21:1', 'MOA+203:1.01', 'PRI+AAA:1') },
      ['lines/0/amountMinor', 'amount-conflict', 'MOA'],
    ],
    [
      'of an amount of three places',
      { lines: line('QTY+21:1', 'MOA+203:1.001', 'PRI+AAA:1') },
      ['lines/0/amountMinor', 'invalid-amount', 'MOA'],
    ],
    [
      'of an amount of another kind',
      { lines: line('QTY+21:1', 'MOA+131:1', 'PRI+AAA:1') },
      ['lines/0/amountMinor', 'unsupported-amount', 'MOA'],
    ],
    [
      'with a total behind a party',
      { header: ['NAD+BY+8690000000012::9', 'MOA+79:10950.25'] },
      ['totals', 'amount-conflict', 'MOA'],
    ],
    ['with a wrong count of lines', { summary: ['CNT+2:3'] }, ['lines', 'count-conflict', 'CNT']],
    ['with a wrong sum of quantities', { summary: ['CNT+1:73'] }, ['lines', 'count-conflict', 'CNT']],
    ['with a wrong total', { summary: ['MOA+79:10950.25'] }, ['totals', 'amount-conflict', 'MOA']],
    [
      'with a total in another currency',
      { summary: ['MOA+79:10950.24:EUR'] },
      ['totals', 'currency-not-agreed', 'MOA'],
    ],
    ['with a total of an unknown kind', { summary: ['MOA+999:1'] }, ['totals', 'unsupported-amount', 'MOA']],
    [
      'with a total by a name of every object',
      { summary: ['MOA+toString:100'] },
      ['totals', 'unsupported-amount', 'MOA'],
    ],
    [
      'in another currency',
      { header: ['NAD+BY+8690000000012::9', 'CUX+2:EUR:9'] },
      ['currency', 'currency-not-agreed', 'CUX'],
    ],
    [
      'in two currencies',
      { header: ['NAD+BY+8690000000012::9', 'CUX+2:TRY:9+3:EUR:4+0.03'] },
      ['currency', 'currency-not-agreed', 'CUX'],
    ],
    ['of no buyer', { header: [] }, ['buyer', 'missing-buyer', 'BGM']],
    ['of an unknown buyer', { header: ['NAD+BY+8690000000043::9'] }, ['buyer', 'unknown-buyer', 'NAD']],
    [
      'for another supplier',
      { header: ['NAD+BY+8690000000012::9', 'NAD+SU+8690000000043::9'] },
      ['company', 'unknown-supplier', 'NAD'],
    ],
    [
      'to an unknown place',
      { header: ['NAD+BY+8690000000012::9', 'NAD+DP+8690000000043::9'] },
      ['deliverTo', 'unknown-delivery-place', 'NAD'],
    ],
    [
      'of 30 February',
      { header: ['DTM+64:20260230:102', 'NAD+BY+8690000000012::9'] },
      ['references', 'invalid-date', 'DTM'],
    ],
    [
      'of a date of an unknown kind',
      { header: ['DTM+999:20260228:102', 'NAD+BY+8690000000012::9'] },
      ['references', 'unsupported-date', 'DTM'],
    ],
    [
      'of a date in an unknown form',
      { header: ['DTM+63:260228:101', 'NAD+BY+8690000000012::9'] },
      ['references', 'unsupported-date', 'DTM'],
    ],
    [
      'of a date in a form by a name of every object',
      { header: ['DTM+137:20261121:constructor', 'NAD+BY+8690000000012::9'] },
      ['placedAt', 'unsupported-date', 'DTM'],
    ],
    [
      'of a date of a kind by a name of every object',
      { header: ['DTM+toString:20261121:102', 'NAD+BY+8690000000012::9'] },
      ['references', 'unsupported-date', 'DTM'],
    ],
    [
      'of a unit by a name of every object',
      { lines: line('QTY+21:1:toString', 'PRI+AAA:1') },
      ['lines/0/unitCode', 'unknown-unit', 'QTY'],
    ],
    ['of two order dates', { header: ['DTM+137:20261121:102', 'NAD+BY+8690000000012::9'] }, ['placedAt', 'date-conflict', 'DTM']],
    [
      'of two buyers',
      { header: ['NAD+BY+8690000000012::9', 'NAD+BY+8690000000043::9'] },
      ['buyer', 'party-conflict', 'NAD'],
    ],
    [
      'with two receivers of the invoice',
      { header: ['NAD+BY+8690000000012::9', 'NAD+IV+8690000000012::9', 'NAD+IV+8690000000043::9'] },
      ['buyer', 'party-conflict', 'NAD'],
    ],
    [
      'for two suppliers',
      { header: ['NAD+BY+8690000000012::9', 'NAD+SU+8690000000029::9', 'NAD+SU+8690000000043::9'] },
      ['company', 'party-conflict', 'NAD'],
    ],
    [
      'to two places',
      { header: ['NAD+BY+8690000000012::9', 'NAD+DP+8690000000036::9', 'NAD+DP+8690000000012::9'] },
      ['deliverTo', 'party-conflict', 'NAD'],
    ],
    [
      'to a second place that has no number',
      { header: ['NAD+BY+8690000000012::9', 'NAD+DP+8690000000036::9', 'NAD+DP+++Depo 2'] },
      ['deliverTo', 'party-conflict', 'NAD'],
    ],
    ['without a line', { lines: [] }, ['lines', 'no-lines', 'BGM']],
    [
      'with too many lines',
      { lines: Array.from({ length: MAX_LINES + 1 }, () => LINES.slice(5)).flat() },
      ['lines', 'too-many-lines', 'BGM'],
    ],
    ['without a number', { order: '' }, ['orderNumber', 'missing-order-number', 'BGM']],
    ['with too long a number', { order: 'A'.repeat(36) }, ['orderNumber', 'missing-order-number', 'BGM']],
    ['that changes another', { order: 'PO-17+4+' }, ['orderNumber', 'unsupported-function', 'BGM']],
  ])('%s', (_why, text, expected) => {
    expect(findingsIn(text)).toContainEqual(expected);
  });

  it('where a GLN has a wrong check digit', () => {
    expect(findingsIn({ header: ['NAD+BY+8690000000013::9'] })).toContainEqual(['buyer', 'invalid-gln', 'NAD']);
  });

  it('by our number alone, where two units have it', () => {
    const changes = { articles: [ARTICLE, { ...ARTICLE, gtin: '8690000100040', unitCode: 'CT' }] };
    expect(findingsIn({ lines: ['LIN+1', 'PIA+1+ZYT-500:SA', 'QTY+21:2', 'PRI+AAA:1'] }, changes)).toEqual([
      ['lines/0/articleId', 'article-conflict', 'LIN'],
    ]);
  });

  it('and no value is told in more than 200 characters', () => {
    const { findings } = readOrders(orders({ lines: line(`QTY+21:${'9'.repeat(10_000)}:PCE`, 'PRI+AAA:1') }));
    expect(findings?.[0]?.actual).toBe('9'.repeat(200));
  });

  it.each<[readonly string[], string]>([
    [[], 'BGM'],
    [['CUX+2:EUR:9'], 'CUX'],
  ])('in an agreed currency in which no invoice is written: %j', (cux, tag) => {
    const { findings } = readOrders(orders({ header: ['NAD+BY+8690000000012::9', ...cux] }), { currency: 'EUR' });
    expect(findings).toEqual([
      expect.objectContaining({ field: 'currency', code: 'unsupported-currency', tag, expected: 'TRY', actual: 'EUR' }),
    ]);
  });

  it.each(['XX', 'UK'])('where the country of the buyer in the profile is %s', (countryCode) => {
    const address = { ...market.buyers[0].address, countryCode };
    const { findings } = readOrders(orders(), { buyers: [{ ...market.buyers[0], address }] });
    expect(findings).toMatchObject([
      { field: 'buyer/address/countryCode', code: 'unknown-country', tag: 'NAD', actual: countryCode },
    ]);
  });

  it('of a second party of one kind, and tells both', () => {
    const { findings } = readOrders(orders({ header: ['NAD+BY+8690000000012::9', 'NAD+BY+8690000000043::9'] }));
    expect(findings).toMatchObject([{ code: 'party-conflict', expected: '8690000000012', actual: '8690000000043' }]);
  });

  it('where the profile lacks the district of the buyer', () => {
    const { district: _, ...address } = market.buyers[0].address;
    const changes = { buyers: [{ ...market.buyers[0], address }] };
    expect(findingsIn({}, changes)).toEqual([['buyer/address/district', 'missing-district', 'NAD']]);
  });

  it('before its day has come in Türkiye, by a clock that may be 5 minutes ahead', () => {
    const codesAt = (now: string): unknown =>
      readOrders(orders(), {}, '', new Date(now)).findings?.map(({ field, code, tag }) => [field, code, tag]);
    expect(codesAt('2026-11-19T20:54:59Z')).toEqual([['placedAt', 'date-in-future', 'DTM']]);
    expect(codesAt('2026-11-19T20:55:00Z')).toBeUndefined();
  });

  it('where the price is not the contract price', () => {
    const { findings } = readOrders(orders({ lines: LINES.slice(0, 5) }), {
      articles: [{ ...ARTICLE, contractPrice: '187.40' }],
    });
    expect(findings).toEqual([
      {
        field: 'lines/0/unitPrice',
        code: 'price-conflict',
        detail: 'The price differs from the contract price.',
        expected: '187.40',
        actual: '187.45',
        tag: 'PRI',
        segment: 13,
      },
    ]);
  });

  it('where the order date is none, and everything is told at once', () => {
    const body = ordersBody({ summary: ['CNT+2:9'] }).map((segment) => segment.replace('137:20261120', '137:20260230'));
    const { findings } = readOrders(envelope([message(body)]));
    expect(findings?.map(({ code }) => code)).toEqual(['invalid-date', 'count-conflict']);
  });

  it('where no date is the order date', () => {
    const body = ordersBody().filter((segment) => !segment.startsWith('DTM+137'));
    expect(readOrders(envelope([message(body)])).findings?.map(({ code }) => code)).toEqual(['missing-date']);
  });
});
