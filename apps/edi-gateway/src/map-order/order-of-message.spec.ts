import { describe, expect, it } from 'vitest';
import { bytesOf, envelope, LINES, message, orders, ordersBody, type OrdersText } from '../fixtures/interchange.js';
import { aPartner, market } from '../fixtures/partner.js';
import { readInterchange } from '../edifact/read-interchange.js';
import { typeName } from '../edifact/interchange.js';
import { structureFaults } from './orders-structure.js';
import { MAX_LINES, orderOfMessage, type OrderOfMessage } from './order-of-message.js';

type Changes = Readonly<Record<string, unknown>>;

/** Reads an ORDERS as the service does; its form has to be right. */
function read(segments: readonly string[], changes: Changes = {}, una = ''): OrderOfMessage {
  const bytes = Buffer.concat([Buffer.from(una), bytesOf(segments)]);
  const { messages, faults, characters, header } = readInterchange(bytes);
  const [one] = messages;
  expect([...faults, ...one!.faults, ...structureFaults(one!)]).toEqual([]);
  expect(typeName(one!.type)).toBe('ORDERS:D:96A:UN:EAN008');
  const content = { segments: one!.segments, decimalMark: characters.decimal, test: header!.test };
  return orderOfMessage(content, aPartner(changes));
}

const orderOf = (text: OrdersText = {}, changes: Changes = {}) => {
  const { placed, findings } = read(orders(text), changes);
  expect(findings).toBeUndefined();
  return placed!;
};

const found = (text: OrdersText, changes: Changes = {}) =>
  (read(orders(text), changes).findings ?? []).map(({ field, code, tag }) => [field, code, tag]);

const line = (...segments: string[]): string[] => ['LIN+1++8690000100019:EN', ...segments];
const ARTICLE = market.articles[0];

describe('an ORDERS becomes an order', () => {
  it('line by line, by the article table of the profile', () => {
    const tax = (ratePercent: string) => ({
      scheme: 'VAT',
      category: 'S',
      ratePercent,
      exemptionReason: null,
      exemptionCode: null,
    });
    const { order } = orderOf();
    expect(order.lines).toEqual([
      {
        lineNumber: 1,
        articleId: 'ZYT-500',
        gtin: '8690000100019',
        name: 'Zeytinyağı 500 ml',
        quantity: '48',
        unitCode: 'C62',
        unitPrice: '187.45',
        discounts: [],
        charges: [],
        amountMinor: 899_760,
        tax: tax('20'),
      },
      {
        lineNumber: 2,
        articleId: 'BAL-250',
        gtin: '8690000100026',
        name: 'Bal 250 g',
        quantity: '24',
        unitCode: 'C62',
        unitPrice: '81.36',
        discounts: [],
        charges: [],
        amountMinor: 195_264,
        tax: tax('10'),
      },
    ]);
    expect(order.taxes).toEqual([
      { tax: tax('20'), taxableMinor: 899_760, taxMinor: 179_952 },
      { tax: tax('10'), taxableMinor: 195_264, taxMinor: 19_526 },
    ]);
  });

  it("that is the same for ever by partner and buyer's number, whatever else changes", () => {
    const [one, other] = [orderOf(), orderOf({ reference: 'KRV0002', lines: LINES.slice(0, 5) })];
    expect(one.orderId).toBe(other.orderId);
    expect(one.orderId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
    const others = [orderOf({ order: 'PO-18' }), orderOf({ more: '++++++1' }), orderOf({}, { code: 'bazaar' })];
    expect(new Set([one, ...others].map(({ orderId }) => orderId)).size).toBe(4);
  });

  it('whose content is the same when it is sent again in another interchange, as a duplicate', () => {
    const again = orders({ reference: 'KRV0002' }).map((segment) =>
      segment
        .replace('PO-17+9', 'PO-17+7')
        .replace('UNH+1', 'UNH+7')
        .replace(/(UNT\+\d+)\+1/, '$1+7'),
    );
    expect(read(again).placed?.contentHash).toEqual(orderOf().contentHash);
    expect(orderOf({ lines: LINES.slice(0, 5) }).contentHash).not.toEqual(orderOf().contentHash);
  });

  it('of the mode test, where the interchange is a test', () => {
    expect(orderOf({ more: '++++++1' }).order.mode).toBe('test');
  });

  it('at the time that a DTM tells, in the zone of the business', () => {
    const at = (dtm: string) => {
      const body = ordersBody().map((segment) => (segment.startsWith('DTM+137') ? dtm : segment));
      const { placed } = read(envelope([message(body)]));
      return [placed?.order.placedAt, placed?.order.businessDate];
    };
    expect(at('DTM+137:202611200130:203')).toEqual(['2026-11-19T22:30:00.000Z', '2026-11-20']);
    expect(at('DTM+137:20261120013059:204')).toEqual(['2026-11-19T22:30:59.000Z', '2026-11-20']);
    expect(at('DTM+137:20150701:102')).toEqual(['2015-06-30T21:00:00.000Z', '2015-07-01']);
  });

  it.each<[string, OrdersText, Changes, Changes]>([
    [
      'by a GTIN of 14 digits',
      { lines: ['LIN+1++08690000100019:EN', ...LINES.slice(3, 5)] },
      {},
      { articleId: 'ZYT-500' },
    ],
    ['by our own number', { lines: ['LIN+1', 'PIA+1+ZYT-500:SA', ...LINES.slice(3, 5)] }, {}, { articleId: 'ZYT-500' }],
    ["by the buyer's number", { lines: ['LIN+1++B-250:BP', ...LINES.slice(7)] }, {}, { articleId: 'BAL-250' }],
    [
      'in the unit that is told',
      { lines: line('QTY+21:2.5:KGM', 'PRI+AAA:10') },
      { articles: [{ ...ARTICLE, unitCode: 'KGM' }] },
      { quantity: '2.5', unitCode: 'KGM', amountMinor: 2_500 },
    ],
    ['in the unit of the price', { lines: line('QTY+21:2', 'PRI+AAA:10::::PCE') }, {}, { unitCode: 'C62' }],
    ['in the unit of the article', { lines: line('QTY+21:2', 'PRI+AAA:10') }, {}, { unitCode: 'C62' }],
    [
      'at a price for 100',
      { lines: line('QTY+21:2:PCE', 'PRI+AAA:12.5:CT:AAE:100:PCE') },
      {},
      { unitPrice: '0.125', amountMinor: 25 },
    ],
    [
      'at the contract price',
      { lines: line('QTY+21:2:PCE') },
      { articles: [{ ...ARTICLE, contractPrice: '7.5' }] },
      { unitPrice: '7.5', amountMinor: 1_500 },
    ],
    [
      "at the partner's rate",
      { lines: line('QTY+21:2:PCE', 'PRI+AAA:1') },
      { articles: [{ ...ARTICLE, taxRate: undefined }], defaultTaxRate: '10.0' },
      { tax: { ratePercent: '10' } },
    ],
    [
      'with the same amount as it tells',
      { lines: line('QTY+21:3:PCE', 'MOA+203:31.50', 'PRI+AAA:10.5') },
      {},
      { amountMinor: 3_150 },
    ],
    [
      'with the same rate as it tells',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'TAX+7+VAT+++:::20') },
      {},
      { amountMinor: 300 },
    ],
    [
      'without what tells about the article',
      { lines: line('QTY+21:3:PCE', 'QTY+59:12', 'PRI+AAA:1') },
      {},
      { quantity: '3' },
    ],
    [
      'with an agreed allowance',
      { lines: line('QTY+21:3:PCE', 'PRI+AAB:10', 'ALC+A++++DI', 'MOA+204:5') },
      {},
      { amountMinor: 2_500, discounts: [{ reason: 'İskonto', amountMinor: 500, tax: null }] },
    ],
    [
      'with an agreed charge',
      { lines: line('QTY+21:3:PCE', 'PRI+AAB:10', 'ALC+C++++DI', 'MOA+23:5') },
      {},
      { amountMinor: 3_500 },
    ],
    [
      'with an allowance that is in the price',
      { lines: line('QTY+21:3:PCE', 'MOA+203:30', 'PRI+AAA:10', 'ALC+A++++XX', 'PCD+3:10') },
      {},
      { amountMinor: 3_000, discounts: [] },
    ],
    [
      'exempt for a reason',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1') },
      { articles: [{ ...ARTICLE, taxRate: '0', exemptionCode: '351' }] },
      { tax: { category: 'E', exemptionCode: '351' } },
    ],
  ])('%s', (_how, text, changes, expected) => {
    expect(orderOf(text, changes).order.lines[0]).toMatchObject(expected);
  });

  it('with a document allowance that is agreed, in the summary or the header', () => {
    const summary = ['ALC+A++++DI', 'MOA+204:100', 'CNT+2:2'];
    expect(orderOf({ summary }).order.totals).toMatchObject({
      linesMinor: 1_095_024,
      discountMinor: 10_000,
      netMinor: 1_085_024,
    });
    const header = ['NAD+BY+8690000000012::9', 'ALC+A++++DI', 'MOA+204:100'];
    expect(orderOf({ header }).order.discounts).toHaveLength(1);
  });

  it('with totals that agree with its lines', () => {
    const summary = [
      'MOA+79:10950.24',
      'MOA+125:10950.24',
      'MOA+176:1994.78',
      'MOA+77:12945.02',
      'MOA+86:10950.24:TRY',
      'CNT+2:2',
      'CNT+1:72',
    ];
    expect(orderOf({ summary }).order.totals.grossMinor).toBe(1_294_502);
  });

  it('with the decimal mark of UNA', () => {
    const { placed } = read(orders({ lines: line('QTY+21:2:PCE', 'PRI+AAA:1,5') }), {}, "UNA:+,? '");
    expect(placed?.order.lines[0]).toMatchObject({ unitPrice: '1.5', amountMinor: 300 });
    expect(read(orders(), {}, "UNA:+,? '").findings?.map(({ code }) => code)).toEqual([
      'invalid-price',
      'invalid-price',
    ]);
  });

  it('with prices that include tax, where the profile says so', () => {
    const { order } = orderOf({}, { pricesIncludeTax: true });
    expect(order.totals).toMatchObject({ linesMinor: 1_095_024, grossMinor: 1_095_024 });
  });

  it('for whom the invoice goes to', () => {
    const other = { ...market.buyers[0], gln: '8690000000043', name: 'Merkez A.Ş.' };
    const header = ['NAD+BY+8690000000012::9', 'NAD+IV+8690000000043::9'];
    const { order } = orderOf({ header }, { buyers: [...market.buyers, other] });
    expect([order.buyer?.name, order.deliverTo]).toEqual(['Merkez A.Ş.', null]);
  });
});

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

  it('where the profile has no tax rate', () => {
    const changes = { articles: [{ ...ARTICLE, taxRate: undefined }] };
    expect(found({ lines: LINES.slice(0, 5) }, changes)).toEqual([['lines/0/tax', 'missing-tax-rate', 'LIN']]);
  });

  it('where the price is not the contract price', () => {
    const { findings } = read(orders({ lines: LINES.slice(0, 5) }), {
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
    const { findings } = read(envelope([message(body)]));
    expect(findings?.map(({ code }) => code)).toEqual(['invalid-date', 'count-conflict']);
  });

  it('where no date is the order date', () => {
    const body = ordersBody().filter((segment) => !segment.startsWith('DTM+137'));
    expect(read(envelope([message(body)])).findings?.map(({ code }) => code)).toEqual(['missing-date']);
  });
});
