import { describe, expect, it } from 'vitest';
import { envelope, LINES, message, orders, ordersBody, type OrdersText } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { readOrders } from '../fixtures/read-orders.js';
import { MAX_LINES } from './order-of-message.js';

const line = (...segments: string[]): string[] => ['LIN+1++8690000100019:EN', ...segments];
const ARTICLE = market.articles[0];
const CHARGE = ['ALC+C++6++DI', 'MOA+23:50'];
const TAXED = line('QTY+21:10', 'PRI+AAB:100', 'TAX+7+VAT+++:::20+S');

const found = (text: OrdersText, changes: Readonly<Record<string, unknown>> = {}) =>
  (readOrders(orders(text), changes).findings ?? []).map(({ field, code, tag }) => [field, code, tag]);

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
      'with a total behind a party',
      { header: ['NAD+BY+8690000000012::9', 'MOA+79:10950.25'] },
      ['totals', 'amount-conflict', 'MOA'],
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
      'with an allowance of a kind by a name of every object',
      { lines: line('QTY+21:1', 'PRI+AAB:1', 'ALC+constructor++6++DI', 'MOA+204:1') },
      ['lines/0/discounts', 'allowance-not-agreed', 'ALC'],
    ],
    [
      'of a unit by a name of every object',
      { lines: line('QTY+21:1:toString', 'PRI+AAA:1') },
      ['lines/0/unitCode', 'unknown-unit', 'QTY'],
    ],
    ['of two order dates', { header: ['DTM+137:20261121:102', 'NAD+BY+8690000000012::9'] }, ['placedAt', 'date-conflict', 'DTM']],
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
    expect(found(text)).toContainEqual(expected);
  });

  it('where a GLN has a wrong check digit', () => {
    expect(found({ header: ['NAD+BY+8690000000013::9'] })).toContainEqual(['buyer', 'invalid-gln', 'NAD']);
  });

  it('by our number alone, where two units have it', () => {
    const changes = { articles: [ARTICLE, { ...ARTICLE, gtin: '8690000100040', unitCode: 'CT' }] };
    expect(found({ lines: ['LIN+1', 'PIA+1+ZYT-500:SA', 'QTY+21:2', 'PRI+AAA:1'] }, changes)).toEqual([
      ['lines/0/articleId', 'article-conflict', 'LIN'],
    ]);
  });

  it('and no value is told in more than 200 characters', () => {
    const { findings } = readOrders(orders({ lines: line(`QTY+21:${'9'.repeat(10_000)}:PCE`, 'PRI+AAA:1') }));
    expect(findings?.[0]?.actual).toBe('9'.repeat(200));
  });

  it('where the profile has no tax rate', () => {
    const changes = { articles: [{ ...ARTICLE, taxRate: undefined }] };
    expect(found({ lines: LINES.slice(0, 5) }, changes)).toEqual([['lines/0/tax', 'missing-tax-rate', 'LIN']]);
  });

  it.each([{}, { exemptionCode: '351' }, { exemptionReason: 'İstisna' }])(
    'where the profile does not tell code and reason why no tax is due: %o',
    (told) => {
      const changes = { articles: [{ ...ARTICLE, taxRate: '0', ...told }] };
      expect(found({ lines: LINES.slice(0, 5) }, changes)).toEqual([['lines/0/tax', 'missing-exemption', 'LIN']]);
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

  it('where the allowances of a line are more than it comes to', () => {
    const lines = [...line('QTY+21:1:PCE', 'PRI+AAB:1', 'ALC+A++++DI', 'MOA+204:1.01'), 'LIN+2++8690000100026:EN', ...LINES.slice(7)];
    expect(found({ lines })).toEqual([['lines/0/amountMinor', 'invalid-amount', 'ALC']]);
    expect(found({ lines: lines.map((segment) => segment.replace('1.01', '1.00')) })).toEqual([]);
  });

  it('at the rate of a charge that is told behind it, only where all lines have it', () => {
    const header = (rate: string) => ['NAD+BY+8690000000012::9', ...CHARGE, `TAX+7+VAT+++:::${rate}+S`];
    const { findings } = readOrders(orders({ header: header('10'), lines: TAXED }));
    expect(findings).toMatchObject([{ field: 'discounts', code: 'tax-conflict', expected: '20', actual: '10' }]);
    expect(found({ header: header('20.00'), lines: TAXED })).toEqual([]);
    expect(found({ header: header('20'), lines: line('QTY+21:10', 'PRI+AAB:100') })).toEqual([]);
  });

  it('of a second party of one kind, and tells both', () => {
    const { findings } = readOrders(orders({ header: ['NAD+BY+8690000000012::9', 'NAD+BY+8690000000043::9'] }));
    expect(findings).toMatchObject([{ code: 'party-conflict', expected: '8690000000012', actual: '8690000000043' }]);
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

  it('where the profile lacks the district of the buyer', () => {
    const { district: _, ...address } = market.buyers[0].address;
    const changes = { buyers: [{ ...market.buyers[0], address }] };
    expect(found({}, changes)).toEqual([['buyer/address/district', 'missing-district', 'NAD']]);
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
