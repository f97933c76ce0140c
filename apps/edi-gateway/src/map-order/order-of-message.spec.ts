import { describe, expect, it } from 'vitest';
import { envelope, line, LINES, message, orders, ordersBody, type OrdersText } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { readOrders } from '../fixtures/read-orders.js';

type Changes = Readonly<Record<string, unknown>>;

const ARTICLE = market.articles[0];

const orderOf = (text: OrdersText = {}, changes: Changes = {}) => {
  const { placed, findings } = readOrders(orders(text), changes);
  expect(findings).toBeUndefined();
  return placed!;
};

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
    expect(readOrders(again).placed?.contentHash).toEqual(orderOf().contentHash);
    expect(orderOf({ lines: LINES.slice(0, 5) }).contentHash).not.toEqual(orderOf().contentHash);
  });

  it('of the mode test, where the interchange is a test', () => {
    expect(orderOf({ more: '++++++1' }).order.mode).toBe('test');
  });

  it('at the time that a DTM tells, in the zone of the business', () => {
    const at = (dtm: string) => {
      const body = ordersBody().map((segment) => (segment.startsWith('DTM+137') ? dtm : segment));
      const { placed } = readOrders(envelope([message(body)]));
      return [placed?.order.placedAt, placed?.order.businessDate];
    };
    expect(at('DTM+137:202611200130:203')).toEqual(['2026-11-19T22:30:00.000Z', '2026-11-20']);
    expect(at('DTM+137:20261120013059:204')).toEqual(['2026-11-19T22:30:59.000Z', '2026-11-20']);
    expect(at('DTM+137:20150701:102')).toEqual(['2015-06-30T21:00:00.000Z', '2015-07-01']);
  });

  it('of its own date, whatever the date of a document that it refers to', () => {
    const header = ['RFF+CT:K-7', 'DTM+137:20200101:102', 'NAD+BY+8690000000012::9'];
    expect(orderOf({ header }).order.businessDate).toBe('2026-11-20');
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
      'by the GTIN of one of two units that have our number',
      { lines: ['LIN+1++8690000100040:EN', 'PIA+1+ZYT-500:SA', 'QTY+21:2:CT', 'PRI+AAA:1'] },
      { articles: [ARTICLE, { ...ARTICLE, gtin: '8690000100040', unitCode: 'CT' }] },
      { gtin: '8690000100040', unitCode: 'CT' },
    ],
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
      'at a price of a type that is agreed',
      { lines: line('QTY+21:2:PCE', 'PRI+AAA:12.5:TU') },
      { priceTypes: ['TU'] },
      { unitPrice: '12.5' },
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
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'TAX+7+VAT+++:::20+S') },
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
      { lines: line('QTY+21:3:PCE', 'PRI+AAB:10', 'ALC+A++2++DI', 'MOA+25:30', 'MOA+204:5') },
      {},
      { amountMinor: 2_500, discounts: [{ reason: 'İskonto', amountMinor: 500, tax: null }] },
    ],
    [
      'with an allowance of which the percentage is told too',
      { lines: line('QTY+21:3:PCE', 'PRI+AAB:10', 'ALC+A++2++DI', 'PCD+3:10', 'MOA+204:3') },
      {},
      { amountMinor: 2_700 },
    ],
    [
      'with a cash discount, which is no matter of the invoice',
      { lines: line('QTY+21:3:PCE', 'PRI+AAB:10', 'PAT+22', 'PCD+12:2') },
      {},
      { amountMinor: 3_000 },
    ],
    [
      'without the place and the schedule of a line that is not split',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'LOC+7+8690000000036::9', 'QTY+59:12', 'SCC+7') },
      {},
      { quantity: '3' },
    ],
    [
      'with the place of the order, where all of it goes',
      { lines: line('QTY+21:10.0:PCE', 'PRI+AAA:1', 'LOC+7+8690000000036::9', 'QTY+11:10') },
      {},
      { quantity: '10' },
    ],
    [
      'with one schedule, of all of it',
      { lines: line('QTY+21:10:PCE', 'PRI+AAA:1', 'SCC+1', 'QTY+21:10.00:PCE', 'DTM+2:20261125:102') },
      {},
      { quantity: '10' },
    ],
    [
      'with one schedule, of all of it behind a reference',
      { lines: line('QTY+21:10', 'PRI+AAA:1', 'SCC+1', 'RFF+CT:1', 'QTY+113:10', 'QTY+59:12') },
      {},
      { quantity: '10' },
    ],
    [
      'with a place of a line that is the buyer, where no place is told',
      { header: ['NAD+BY+8690000000012::9'], lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'LOC+7+8690000000012::9') },
      {},
      { quantity: '3' },
    ],
    [
      'without a place that has a number of another agency',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'LOC+7+0042::92') },
      {},
      { quantity: '3' },
    ],
    [
      'without a place of another kind, or that has no number',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'LOC+11+8690000000043::9', 'LOC+7') },
      {},
      { quantity: '3' },
    ],
    [
      'at the price of a class of trade',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'APR+WS') },
      {},
      { unitPrice: '1', amountMinor: 300 },
    ],
    [
      'at a price that is multiplied by 1',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'APR+WS+1:CSD', 'APR+WS+1.0:CSD') },
      {},
      { unitPrice: '1', amountMinor: 300 },
    ],
    [
      'without the quantity that an allowance is for',
      { lines: line('QTY+21:3:PCE', 'PRI+AAB:10', 'ALC+A++2++DI', 'QTY+1:3', 'MOA+204:3') },
      {},
      { quantity: '3', amountMinor: 2_700 },
    ],
    [
      'without the quantity in a package',
      { lines: line('QTY+21:3:PCE', 'PRI+AAA:1', 'PAC+1', 'QTY+52:3') },
      {},
      { quantity: '3' },
    ],
    [
      'with an agreed charge',
      { lines: line('QTY+21:3:PCE', 'PRI+AAB:10', 'ALC+C++6++DI', 'MOA+23:5') },
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
      { articles: [{ ...ARTICLE, taxRate: '0', exemptionCode: '351', exemptionReason: 'İstisna' }] },
      { tax: { category: 'E', exemptionCode: '351', exemptionReason: 'İstisna' } },
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
    const { placed } = readOrders(orders({ lines: line('QTY+21:2:PCE', 'PRI+AAA:1,5') }), {}, "UNA:+,? '");
    expect(placed?.order.lines[0]).toMatchObject({ unitPrice: '1.5', amountMinor: 300 });
    const same = line('QTY+21:2,0:PCE', 'PRI+AAA:1,5', 'APR+WS+1,0', 'SCC+1', 'QTY+21:2,00');
    expect(readOrders(orders({ lines: same }), {}, "UNA:+,? '").placed?.order.lines[0]).toMatchObject({ amountMinor: 300 });
    expect(readOrders(orders(), {}, "UNA:+,? '").findings?.map(({ code }) => code)).toEqual([
      'invalid-price',
      'invalid-price',
    ]);
  });

  it('with prices that include tax, where the profile says so', () => {
    const { order } = orderOf({}, { pricesIncludeTax: true });
    expect(order.totals).toMatchObject({ linesMinor: 1_095_024, grossMinor: 1_095_024 });
  });

  it('of any class of trade in its header', () => {
    const header = ['NAD+BY+8690000000012::9', 'APR+WS', 'APR+WS+1'];
    expect(orderOf({ header }).order.totals.linesMinor).toBe(1_095_024);
  });

  it('with a party that is named twice', () => {
    const twice = ['BY+8690000000012', 'IV+8690000000012', 'SU+8690000000029', 'DP+8690000000036'];
    const header = twice.flatMap((party) => [`NAD+${party}::9`, `NAD+${party}::9`]);
    expect(orderOf({ header }).order.deliverTo?.city).toBe('Kocaeli');
  });

  it('for whom the invoice goes to', () => {
    const other = { ...market.buyers[0], gln: '8690000000043', name: 'Merkez A.Ş.' };
    const header = ['NAD+BY+8690000000012::9', 'NAD+IV+8690000000043::9'];
    const { order } = orderOf({ header }, { buyers: [...market.buyers, other] });
    expect([order.buyer?.name, order.deliverTo]).toEqual(['Merkez A.Ş.', null]);
  });
});

describe('an ORDERS that cannot be used', () => {
  const told = (text: OrdersText, changes: Changes = {}, body = orders(text)) => {
    const read = readOrders(body, changes);
    expect(read.placed).toBeUndefined();
    return read.findings && read.told;
  };
  const unknown = { articles: [ARTICLE] };

  it('tells of the same order as it did by another profile', () => {
    const { orderId, mode, buyerOrder, contentHash } = orderOf();
    for (const changes of [unknown, { currency: 'EUR' }, { articles: [{ ...ARTICLE, contractPrice: '1' }] }]) {
      expect(told({}, changes)).toEqual({ orderId, mode, buyerOrder, contentHash });
    }
  });

  it('tells of other content where it says something else', () => {
    const { orderId, contentHash } = orderOf();
    const other = told({ summary: ['CNT+2:3'] });
    expect([other?.orderId, other?.contentHash.equals(contentHash)]).toEqual([orderId, false]);
  });

  it.each([
    ['cancels an order', 'BGM+220+PO-17+1'],
    ['is none of a number', 'BGM+220++9'],
    ['is another document', 'BGM+231+PO-17+9'],
  ])('tells of no order where it %s', (_what, bgm) => {
    const body = orders().map((segment) => (segment.startsWith('BGM') ? bgm : segment));
    expect(told({}, {}, body)).toBeUndefined();
  });
});
