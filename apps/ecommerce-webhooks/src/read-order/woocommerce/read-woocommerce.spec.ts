import { discrepancies } from '@kervan/commerce';
import { describe, expect, it } from 'vitest';
import { placedBy, profileOf, read, stageOf, wrongWith } from '../../fixtures/reading.js';
import { woocommerceLines, woocommerceOrder } from '../../fixtures/woocommerce.js';

const ev = profileOf('ev');
const placed = (changes = {}, profile = ev) => placedBy(profile, woocommerceOrder(changes));
const wrong = (changes = {}, profile = ev) => wrongWith(profile, woocommerceOrder(changes));
const rate = (ratePercent: string) => ({ scheme: 'VAT', category: 'S', ratePercent });
const [mug, flour] = woocommerceLines;
const untaxed = {
  total: '255.00',
  tax_lines: [],
  line_items: [
    { ...mug, subtotal_tax: '0.00', total_tax: '0.00', taxes: [] },
    { ...flour, subtotal_tax: '0.00', total_tax: '0.00', taxes: [] },
  ],
  shipping_lines: [{ method_title: 'Kargo', total: '25.00', total_tax: '0.00', taxes: [] }],
};
const billing = woocommerceOrder().billing as object;

describe('a WooCommerce order', () => {
  it('is the same order in our form, with tax in the prices though WooCommerce tells them without', () => {
    const order = placed();
    expect(order).toMatchObject({
      channel: 'web_shop',
      source: 'web shop Ev',
      orderNumber: 'ev-4101',
      version: Date.parse('2026-11-21T06:00:05Z'),
      placedAt: '2026-11-21T06:00:00.000Z',
      pricesIncludeTax: true,
      lines: [
        {
          articleId: 'KUP-2',
          quantity: '2',
          unitPrice: '120',
          discounts: [{ reason: 'guz', amountMinor: 2_400 }],
          amountMinor: 21_600,
          tax: rate('20'),
        },
        { articleId: 'UN-2', unitPrice: '50.5', discounts: [], amountMinor: 5_050, tax: rate('1') },
      ],
      charges: [{ reason: 'Kargo', amountMinor: 3_000, tax: rate('20') }],
      taxes: [
        { tax: rate('20'), taxableMinor: 20_500, taxMinor: 4_100 },
        { tax: rate('1'), taxableMinor: 5_000, taxMinor: 50 },
      ],
      totals: { netMinor: 25_500, taxMinor: 4_150, grossMinor: 29_650 },
      buyer: {
        name: 'Ece Demir',
        firstName: 'Ece',
        familyName: 'Demir',
        taxId: null,
        address: { street: 'Gül Sokak 5', district: 'Bornova', city: 'İzmir', countryCode: 'TR' },
        email: 'ece@example.com',
      },
      deliverTo: { district: 'Bornova', city: 'İzmir' },
      payments: [{ method: 'card', amountMinor: 29_650, status: 'captured', reference: '5550001' }],
      references: [
        { type: 'web_site', value: 'https://ev.example' },
        { type: 'shop_order', value: '4101' },
      ],
    });
    expect(discrepancies(order)).toEqual([]);
  });

  it('may have its tax on top of its prices', () => {
    const order = placed({ prices_include_tax: false });
    expect(order).toMatchObject({
      pricesIncludeTax: false,
      lines: [{ unitPrice: '100', amountMinor: 18_000, discounts: [{ amountMinor: 2_000 }] }, { amountMinor: 5_000 }],
      charges: [{ amountMinor: 2_500 }],
      totals: { netMinor: 25_500, taxMinor: 4_150, grossMinor: 29_650 },
    });
  });

  it('has its rounding settled on the lines, and its total as it is', () => {
    const third = { ...mug, quantity: 3, subtotal: '8.33', subtotal_tax: '1.67', total: '8.33', total_tax: '1.67' };
    const lines = [1, 2, 3].map((id) => ({ ...third, id, total: '8.34', subtotal: '8.34' }));
    const order = placed({
      line_items: lines,
      shipping_lines: [],
      tax_lines: [{ rate_id: 1, rate_percent: 20, tax_total: '5.00', shipping_tax_total: '0.00' }],
      total: '30.00',
    });
    expect(order.lines.map(({ amountMinor }) => amountMinor)).toEqual([1_000, 1_000, 1_000]);
    expect(order.totals.grossMinor).toBe(3_000);
    expect(discrepancies(order)).toEqual([]);
  });

  it('has a fee as a charge, and one below zero as a discount', () => {
    const fee = (total: string, total_tax: string) => ({
      name: 'Fark',
      total,
      total_tax,
      taxes: [{ id: 1, total: total_tax }],
    });
    const of = (total: string, tax: string, fees: object[]) => ({
      fee_lines: fees,
      total,
      tax_lines: [
        { rate_id: 1, rate_percent: 20, tax_total: tax, shipping_tax_total: '5.00' },
        { rate_id: 2, rate_percent: 1, tax_total: '0.50', shipping_tax_total: '0.00' },
      ],
    });
    expect(placed(of('308.50', '38.00', [fee('10.00', '2.00')])).charges).toMatchObject([
      {},
      { reason: 'Fark', amountMinor: 1_200 },
    ]);
    const less = placed(of('284.50', '34.00', [fee('-10.00', '-2.00')]));
    expect(less.discounts).toMatchObject([{ reason: 'Fark', amountMinor: 1_200, tax: rate('20') }]);
    expect(less.totals.grossMinor).toBe(28_450);
  });

  it.each(['WEB-2026/5', '#4101', 'ŞUBE 4101'])('may be numbered as the shop likes: %s', (number) => {
    expect(placed({ number }).orderNumber).toBe(`ev-${number}`);
  });

  it('passes over a line of nothing', () => {
    expect(
      placed({ line_items: [...woocommerceLines, { ...flour, id: 3, quantity: 0, total: '0.00', total_tax: '0.00' }] })
        .lines,
    ).toHaveLength(2);
  });

  it('takes half a kilo, and amounts with more zeros or as numbers', () => {
    const half = {
      ...flour,
      quantity: 0.5,
      total: 50,
      total_tax: '0.500000',
      subtotal: '50.0',
      taxes: [{ id: 2, total: 0.5 }],
    };
    expect(placed({ line_items: [mug, half] }).lines[1]).toMatchObject({
      quantity: '0.5',
      unitPrice: '101',
      amountMinor: 5_050,
    });
  });

  it('takes a percentage from the profile where the order does not tell it', () => {
    const untold = {
      tax_lines: (woocommerceOrder().tax_lines as object[]).map((line) => ({ ...line, rate_percent: undefined })),
    };
    expect(wrong(untold)).toContain('unknown-tax-rate #/tax_lines/0/rate_percent');
    expect(placed(untold, profileOf('ev', { taxRates: { '1': '20', '2': '1' } })).taxes).toEqual(placed().taxes);
  });

  it('does not take the name of what every object has for a rate of the profile', () => {
    const [line] = woocommerceOrder().tax_lines as object[];
    const named = { tax_lines: [{ ...line, rate_id: 'constructor', rate_percent: undefined }] };
    expect(wrong(named)).toContain('unknown-tax-rate #/tax_lines/0/rate_percent');
  });

  it.each([
    ['Bornova', 'TR35', 'Bornova', 'İzmir'],
    ['İzmir', 'TR35', 'İzmir', 'İzmir'],
    ['Kadıköy', '34', 'Kadıköy', 'İstanbul'],
    ['Ankara', 'Çankaya', 'Çankaya', 'Ankara'],
    ['Ankara', '', 'Ankara', 'Ankara'],
    ['Ankara', 'TR99', 'TR99', 'Ankara'],
  ])('in %s, %j lies in the district %s of %s', (city, state, district, province) => {
    expect(placed({ billing: { ...billing, city, state } }).buyer?.address).toMatchObject({ district, city: province });
  });

  it('takes the numbers of Turkish law from the meta data that the profile names', () => {
    const meta = (key: string, value: unknown) =>
      placed({ meta_data: [{ id: 1, key, value }], billing: { ...billing, company: 'Demir A.Ş.' } }).buyer;
    expect(meta('_billing_vkn', 1720038463)).toMatchObject({
      taxIdScheme: 'VKN',
      taxId: '1720038463',
      name: 'Demir A.Ş.',
    });
    expect(meta('_billing_tckn', '10000000146')).toMatchObject({ taxIdScheme: 'TCKN', name: 'Ece Demir' });
    expect(meta('_billing_tckn', '11111111111')).toMatchObject({ taxIdScheme: null, taxId: null, name: 'Ece Demir' });
    expect(meta('_billing_vkn', { no: 'text' })).toMatchObject({ taxId: null });
  });
});

describe('a WooCommerce order is', () => {
  const onHold = { status: 'on-hold', date_paid_gmt: null };

  it.each<[string, object, string]>([
    ['processing', {}, 'payable'],
    ['completed', { status: 'completed' }, 'payable'],
    ['on hold for a transfer', { ...onHold, payment_method: 'bacs' }, 'payable'],
    ['on hold for a card', onHold, 'unpaid'],
    ['pending', { status: 'pending', date_paid_gmt: null }, 'unpaid'],
    ['pending by transfer', { status: 'pending', payment_method: 'bacs', date_paid_gmt: null }, 'unpaid'],
    ['a draft of the checkout', { status: 'checkout-draft', date_paid_gmt: null }, 'unpaid'],
    ['failed', { status: 'failed' }, 'unpaid'],
    ['refunded', { status: 'refunded' }, 'unpaid'],
    ["in a status of the shop's own, paid", { status: 'kargoda' }, 'payable'],
    ["in a status of the shop's own, not paid", { status: 'kargoda', date_paid_gmt: null }, 'unpaid'],
    ['cancelled', { status: 'cancelled' }, 'cancelled'],
    ['in the bin', { status: 'trash' }, 'cancelled'],
  ])('%s', (_what, changes, stage) => expect(stageOf(ev, woocommerceOrder({ ...changes }))).toBe(stage));

  it('cancelled when it is deleted, as of when that was told, whichever topic says so', () => {
    for (const topic of ['order.deleted', 'order.updated']) {
      expect(read(ev, { id: 4101 }, topic)).toMatchObject({
        kind: 'event',
        event: { orderKey: '4101', orderNumber: 'ev-4101', stage: 'cancelled', version: Date.parse('2026-11-21T07:00:00Z') },
      });
    }
  });

  it('read as it is once it is restored', () => {
    expect(stageOf(ev, woocommerceOrder(), 'order.restored')).toBe('payable');
  });

  it('not cancelled by its topic, which nobody has signed', () => {
    expect(stageOf(ev, woocommerceOrder(), 'order.deleted')).toBe('payable');
  });

  it('paid by a card, of whose number the last four digits are read', () => {
    expect(placed({ transaction_id: '4111 1111 1111 1111' }).payments).toMatchObject([{ reference: '************1111' }]);
  });

  it('due, by transfer or on delivery, as the profile says', () => {
    expect(placed({ ...onHold, payment_method: 'bacs', transaction_id: '' }).payments).toEqual([
      { method: 'transfer', amountMinor: 29_650, status: 'due', reference: null, dueDate: null },
    ]);
    expect(placed({ payment_method: 'bacs' }).payments).toMatchObject([{ method: 'transfer', status: 'captured' }]);
    expect(placed({ payment_method: 'cod' }).payments).toMatchObject([{ method: 'cash', status: 'due' }]);
  });
});

describe('a WooCommerce delivery cannot be used', () => {
  it.each<[string, object, string]>([
    ['one lira off in its total', { total: '297.50' }, 'totals-mismatch #/total'],
    [
      'with the tax of another rate',
      { tax_lines: [{ rate_id: 1, rate_percent: 10, tax_total: '36.00', shipping_tax_total: '5.00' }] },
      'unknown-tax-rate #/line_items/1/taxes',
    ],
    [
      'with tax that does not follow',
      {
        tax_lines: [
          { rate_id: 1, rate_percent: 20, tax_total: '30.00' },
          { rate_id: 2, rate_percent: 1, tax_total: '0.50' },
        ],
      },
      'tax-mismatch #/tax_lines',
    ],
    [
      'with two taxes on a line',
      {
        line_items: [
          {
            ...mug,
            taxes: [
              { id: 1, total: '30' },
              { id: 2, total: '6' },
            ],
          },
          flour,
        ],
      },
      'several-taxes #/line_items/0/taxes',
    ],
    [
      'with a line below 0',
      { line_items: [{ ...mug, total: '-180.00', total_tax: '-36.00' }, flour] },
      'negative-amount #/line_items/0/total',
    ],
    [
      'with less than nothing of a line',
      { line_items: [{ ...mug, quantity: -1 }, flour] },
      'invalid-quantity #/line_items/0/quantity',
    ],
    ['without SKU', { line_items: [{ ...mug, sku: null }, flour] }, 'article-unknown #/line_items/0/sku'],
    ['in another currency', { currency: 'USD' }, 'unexpected-currency #/currency'],
    ['paid in a way that is not known', { payment_method: 'stripe' }, 'unknown-payment-method #/payment_method'],
    [
      'with a TCKN that is none',
      { meta_data: [{ key: '_billing_tckn', value: '12345678901' }] },
      'invalid-tax-id #/meta_data/0/value',
    ],
    ['with a time that has a zone', { date_modified_gmt: '2026-11-21T06:00:05Z' }, 'invalid-date #/date_modified_gmt'],
    ['with a time that is none', { date_modified_gmt: '2026-02-30T06:00:05' }, 'invalid-date #/date_modified_gmt'],
    ['without tax, and no reason for it', { ...untaxed }, 'exemption-missing #/tax_lines'],
    ['without a buyer', { billing: undefined }, 'missing-field #/billing'],
  ])('%s', (_what, changes, finding) => expect(wrong({ ...changes }).join()).toContain(finding));

  it.each(['customer.created', ''])('of the topic %j', (topic) => {
    expect(wrongWith(ev, woocommerceOrder(), topic)).toEqual(['unknown-topic #']);
  });
});
