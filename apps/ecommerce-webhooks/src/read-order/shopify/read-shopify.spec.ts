import { discrepancies } from '@kervan/commerce';
import { OrderPlaced } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { placedBy, profileOf, read, stageOf, wrongWith } from '../../fixtures/reading.js';
import { shopifyLines, shopifyOrder, shopifyShipping } from '../../fixtures/shopify.js';

const moda = profileOf('moda');
const placed = (changes = {}, profile = moda) => placedBy(profile, shopifyOrder(changes));
const wrong = (changes = {}, profile = moda) => wrongWith(profile, shopifyOrder(changes));
const rate = (ratePercent: string) => ({
  scheme: 'VAT',
  category: 'S',
  ratePercent,
  exemptionCode: null,
  exemptionReason: null,
});
const [cup, tea] = shopifyLines;

describe('a Shopify order', () => {
  it('is the same order in our form, to the kuruş', () => {
    const order = placed();
    expect(order).toMatchObject({
      company: 'AM01',
      mode: 'live',
      channel: 'web_shop',
      source: 'web shop Moda',
      orderNumber: 'moda-2001',
      version: Date.parse('2026-11-21T06:00:05Z'),
      placedAt: '2026-11-21T06:00:00.000Z',
      businessDate: '2026-11-21',
      currency: 'TRY',
      pricesIncludeTax: true,
      fiscalDocument: 'invoice',
      lines: [
        {
          lineNumber: 1,
          articleId: 'TAS-1',
          name: 'Taş bardak',
          quantity: '2',
          unitCode: 'C62',
          unitPrice: '120.00',
          discounts: [{ reason: 'GUZ10', amountMinor: 2_400 }],
          amountMinor: 21_600,
          tax: rate('20'),
        },
        { lineNumber: 2, articleId: 'CAY-5', quantity: '1', unitPrice: '55.00', amountMinor: 5_500, tax: rate('10') },
      ],
      charges: [{ reason: 'Kargo', amountMinor: 3_000, tax: rate('20') }],
      discounts: [],
      taxes: [
        { tax: rate('20'), taxableMinor: 20_500, taxMinor: 4_100 },
        { tax: rate('10'), taxableMinor: 5_000, taxMinor: 500 },
      ],
      totals: { linesMinor: 27_100, chargeMinor: 3_000, netMinor: 25_500, taxMinor: 4_600, grossMinor: 30_100 },
      buyer: {
        name: 'Deniz Züccaciye Ltd. Şti.',
        firstName: null,
        taxId: '1720038463',
        taxIdScheme: 'VKN',
        taxOffice: 'Beşiktaş',
        email: 'deniz@example.com',
        phone: '+905320000001',
      },
      deliverTo: {
        street: 'Çınar Sokak 7 Daire 3',
        district: 'Beşiktaş',
        city: 'İstanbul',
        postalCode: '34330',
        countryCode: 'TR',
      },
      payments: [{ method: 'card', amountMinor: 30_100, status: 'captured', reference: null, dueDate: null }],
      references: [
        { type: 'web_site', value: 'https://moda.example' },
        { type: 'shop_order', value: '#2001' },
      ],
    });
    expect(discrepancies(order)).toEqual([]);
    expect(() => OrderPlaced.encode({ orderId: '019aa5c1-7e2b-8c3d-9a4e-5f6071829304', order })).not.toThrow();
  });

  it('may have its tax on top', () => {
    const order = placed({
      taxes_included: false,
      total_price: '355.70',
      tax_lines: [
        { price: '49.20', rate: 0.2 },
        { price: '5.50', rate: 0.1 },
      ],
      line_items: [
        { ...cup, tax_lines: [{ price: '43.20', rate: 0.2 }] },
        { ...tea, tax_lines: [{ price: '5.50', rate: 0.1 }] },
      ],
      shipping_lines: [{ ...shopifyShipping[0], tax_lines: [{ price: '6.00', rate: 0.2 }] }],
    });
    expect(order).toMatchObject({
      pricesIncludeTax: false,
      taxes: [
        { taxableMinor: 24_600, taxMinor: 4_920 },
        { taxableMinor: 5_500, taxMinor: 550 },
      ],
      totals: { netMinor: 30_100, taxMinor: 5_470, grossMinor: 35_570 },
    });
  });

  it('has what stays of a discount that no line has a share of as a discount of the document', () => {
    const order = placed({
      total_price: '291.00',
      total_discounts: '34.00',
      tax_lines: [
        { price: '39.68', rate: 0.2 },
        { price: '4.82', rate: 0.1 },
      ],
    });
    expect(order.discounts).toEqual([{ reason: 'GUZ10', amountMinor: 1_000, tax: null }]);
    expect([order.totals.discountMinor, order.totals.grossMinor]).toEqual([1_000, 29_100]);
  });

  it('has the discount of a line that was never allocated to', () => {
    const line = { ...cup, discount_allocations: [], total_discount: '24.00' };
    expect(placed({ line_items: [line, tea] }).lines[0]).toMatchObject({
      discounts: [{ amountMinor: 2_400 }],
      amountMinor: 21_600,
    });
  });

  it('has no charge for shipping that was given away or taken off', () => {
    const free = {
      ...shopifyShipping[0],
      discount_allocations: [{ amount: '30.00' }],
      tax_lines: [{ price: '0.00', rate: 0.2 }],
    };
    const changes = {
      total_price: '271.00',
      tax_lines: [
        { price: '36.00', rate: 0.2 },
        { price: '5.00', rate: 0.1 },
      ],
    };
    expect(placed({ ...changes, total_discounts: '54.00', shipping_lines: [free] }).charges).toEqual([]);
    expect(placed({ ...changes, shipping_lines: [{ ...shopifyShipping[0], is_removed: true }] }).charges).toEqual([]);
  });

  it('may hold a gift, which has the rate of what is paid for and adds nothing', () => {
    const gift = { ...tea, sku: 'HED-1', price: '0.00', tax_lines: [] };
    const order = placed({ line_items: [cup, tea, gift] });
    expect(order.lines[2]).toMatchObject({ amountMinor: 0, unitPrice: '0.00', tax: rate('20') });
    expect(order.taxes).toHaveLength(2);
  });

  it('is what was ordered, whatever was refunded since', () => {
    const refund = {
      id: 1,
      refund_line_items: [{ line_item_id: 12, quantity: 1 }],
      transactions: [{ amount: '55.00' }],
    };
    const order = placed({ financial_status: 'partially_refunded', refunds: [refund], current_total_price: '246.00' });
    expect(order).toEqual(placed());
  });

  it('takes the numbers of Turkish law from the attributes that the profile names', () => {
    const attributed = (...note_attributes: object[]) => placed({ note_attributes }).buyer;
    expect(attributed({ name: 'tckn', value: '10000000146' })).toMatchObject({
      taxId: '10000000146',
      taxIdScheme: 'TCKN',
      name: 'Deniz Kaya',
      firstName: 'Deniz',
      familyName: 'Kaya',
    });
    expect(attributed({ name: 'vkn', value: ' 172 003 8463 ' })).toMatchObject({
      taxId: '1720038463',
      taxIdScheme: 'VKN',
    });
    expect(attributed({ name: 'VKN', value: '1720038463' })).toMatchObject({ taxId: null, taxIdScheme: null });
    expect(attributed({ name: 'vkn', value: '' }, { name: 'tckn', value: 11111111111 })).toMatchObject({
      taxId: null,
      firstName: 'Deniz',
    });
    expect(attributed()).toMatchObject({ taxId: null, name: 'Deniz Kaya' });
  });

  it('takes any number of a buyer abroad', () => {
    const billing_address = {
      ...(shopifyOrder().billing_address as object),
      country_code: 'DE',
      city: 'Berlin',
      province: null,
    };
    const { buyer } = placed({ billing_address, note_attributes: [{ name: 'vkn', value: 'DE123456789' }] });
    expect(buyer).toMatchObject({
      taxIdScheme: 'OTHER',
      taxId: 'DE123456789',
      address: { district: 'Berlin', countryCode: 'DE' },
    });
  });

  it('may have no addresses at all', () => {
    expect(placed({ billing_address: null, shipping_address: null })).toMatchObject({ buyer: null, deliverTo: null });
  });

  it('knows an article without SKU where the profile says so', () => {
    const changes = { line_items: [{ ...cup, sku: '' }, tea] };
    expect(wrong(changes)).toEqual(['article-unknown #/line_items/0/sku']);
    expect(placed(changes, profileOf('moda', { articleWithoutSku: 'product-id' })).lines[0]?.articleId).toBe('8011');
  });

  it('gives the reason why nothing is taxed from the profile, without which no invoice would be taken', () => {
    const untaxed = {
      tax_lines: [],
      line_items: [
        { ...cup, tax_lines: [] },
        { ...tea, tax_lines: [] },
      ],
      shipping_lines: [{ ...shopifyShipping[0], tax_lines: [] }],
    };
    expect(wrong(untaxed)).toEqual(['exemption-missing #/tax_lines']);
    const exempt = profileOf('moda', { exemption: { code: '335', reason: 'kitap' } });
    expect(placed(untaxed, exempt).taxes).toMatchObject([
      { tax: { category: 'E', exemptionCode: '335', exemptionReason: 'kitap' } },
    ]);
    const unknown = profileOf('moda', { exemption: { code: '308', reason: 'teşvik' } });
    expect(wrong(untaxed, unknown)).toEqual(['exemption-code-unknown #/tax_lines']);
  });

  it('cannot be used where the shop sells in a currency in which no invoice is written', () => {
    expect(wrong({ currency: 'EUR' }, profileOf('moda', { currency: 'EUR' }))).toEqual(['currency-without-rate #/currency']);
  });

  it('cleans the texts of people', () => {
    const billing_address = { ...(shopifyOrder().billing_address as object), company: 'A\u0000\u0007  B\n"C" 🍵' };
    const line = { ...cup, name: 'x'.repeat(300) };
    expect(wrong({ billing_address, line_items: [line, tea] })).toEqual(['invalid-encoding #/billing_address/company']);
    const { buyer, lines } = placed({
      billing_address: { ...billing_address, company: 'A\u0007  B\n"C" 🍵' },
      line_items: [line, tea],
    });
    expect([buyer?.name, lines[0]?.name.length]).toEqual(['A B "C" 🍵', 200]);
  });
});

describe('a Shopify order is', () => {
  it.each<[string, object, string]>([
    ['paid', {}, 'payable'],
    ['paid, and partly refunded', { financial_status: 'partially_refunded' }, 'payable'],
    ['pending by card', { financial_status: 'pending' }, 'unpaid'],
    ['pending by bank deposit', { financial_status: 'pending', payment_gateway_names: ['bank deposit'] }, 'payable'],
    ['pending in a way that is not known', { financial_status: 'pending', payment_gateway_names: ['?'] }, 'unpaid'],
    ['authorised', { financial_status: 'authorized' }, 'unpaid'],
    ['partly paid', { financial_status: 'partially_paid' }, 'unpaid'],
    ['refunded', { financial_status: 'refunded' }, 'unpaid'],
    ['voided', { financial_status: 'voided' }, 'unpaid'],
    ['of no status', { financial_status: null }, 'unpaid'],
    ['cancelled, though paid', { cancelled_at: '2026-11-21T10:00:00+03:00' }, 'cancelled'],
    ['a test', { test: true }, 'ignored'],
    ['a cancelled test', { test: true, cancelled_at: '2026-11-21T10:00:00+03:00' }, 'ignored'],
  ])('%s', (_what, changes, stage) => expect(stageOf(moda, shopifyOrder({ ...changes }))).toBe(stage));

  it('not cancelled by its topic, which nobody has signed', () => {
    expect(wrongWith(moda, shopifyOrder(), 'orders/cancelled')).toEqual(['cancellation-without-date #/cancelled_at']);
  });

  it('due by transfer where the profile says so', () => {
    const pending = { financial_status: 'pending', payment_gateway_names: ['Bank Deposit'] };
    expect(placed(pending).payments).toMatchObject([{ method: 'transfer', status: 'due', amountMinor: 30_100 }]);
  });

  it('paid by several ways that are one to us, or else nobody knows', () => {
    const mapping = { payments: { 'a': pay('card'), 'b': pay('card'), '*': pay('voucher') } };
    const several = profileOf('moda', mapping);
    expect(placed({ payment_gateway_names: ['a', 'B'] }, several).payments).toMatchObject([{ method: 'card' }]);
    expect(placed({ payment_gateway_names: ['any'] }, several).payments).toMatchObject([{ method: 'voucher' }]);
    expect(wrong({ payment_gateway_names: ['a', 'c'] }, several)).toEqual([
      'several-payment-methods #/payment_gateway_names',
    ]);
  });

  it('paid by nothing where there is nothing to pay', () => {
    const free = {
      ...cup,
      price: '12.00',
      discount_allocations: [{ amount: '24.00' }],
      tax_lines: [{ price: '0.00', rate: 0.2 }],
    };
    const order = placed({
      line_items: [free],
      shipping_lines: [],
      tax_lines: [],
      total_price: '0.00',
      payment_gateway_names: [],
    });
    expect([order.payments, order.totals.grossMinor]).toEqual([[], 0]);
  });
});

describe('a Shopify delivery cannot be used', () => {
  it.each<[string, object, string]>([
    ['one kuruş off in its total', { total_price: '301.01' }, 'totals-mismatch #/total_price'],
    ['with the tax of another rate', { tax_lines: [{ price: '46.00', rate: 0.2 }] }, 'tax-mismatch #/tax_lines'],
    [
      'with two taxes on a line',
      {
        line_items: [
          {
            ...cup,
            tax_lines: [
              { price: '30.00', rate: 0.2 },
              { price: '6.00', rate: 0.1 },
            ],
          },
          tea,
        ],
      },
      'several-taxes #/line_items/0/tax_lines',
    ],
    ['in another currency', { currency: 'EUR' }, 'unexpected-currency #/currency'],
    [
      'paid in a way that is not known',
      { payment_gateway_names: ['paypal'] },
      'unknown-payment-method #/payment_gateway_names',
    ],
    ['paid in no way at all', { payment_gateway_names: [] }, 'unknown-payment-method #/payment_gateway_names'],
    [
      'with a VKN that is none',
      {
        note_attributes: [
          { name: 'x', value: 1 },
          { name: 'vkn', value: '1720038464' },
        ],
      },
      'invalid-tax-id #/note_attributes/1/value',
    ],
    [
      'of a company without address',
      { billing_address: { ...(shopifyOrder().billing_address as object), city: '' } },
      'address-missing #/billing_address',
    ],
    [
      'of a person with one name',
      { note_attributes: [], billing_address: { ...(shopifyOrder().billing_address as object), last_name: '' } },
      'buyer-name-incomplete #/billing_address/last_name',
    ],
    [
      'with a price that is none',
      { line_items: [{ ...cup, price: '12,00' }, tea] },
      'invalid-amount #/line_items/0/price',
    ],
    ['with half a kuruş', { line_items: [{ ...cup, price: '12.005' }, tea] }, 'invalid-amount #/line_items/0/price'],
    [
      'with a price below 0',
      { line_items: [{ ...cup, price: '-12.00' }, tea] },
      'negative-amount #/line_items/0/price',
    ],
    [
      'with nothing of a line',
      { line_items: [{ ...cup, quantity: 0 }, tea] },
      'invalid-quantity #/line_items/0/quantity',
    ],
    ['with a rate beyond all', { tax_lines: [{ price: '41.00', rate: 20 }] }, 'invalid-rate #/tax_lines/0/rate'],
    ['without lines', { line_items: [] }, 'lines-missing #/line_items'],
    ['without a version', { updated_at: undefined }, 'missing-field #/updated_at'],
    ['with a date that is none', { updated_at: '2026-02-30T00:00:00Z' }, 'invalid-date #/updated_at'],
  ])('%s', (_what, changes, finding) => expect(wrong({ ...changes })).toContain(finding));

  it("with its place, what was expected and what was there, and nobody's name", () => {
    const reading = read(moda, shopifyOrder({ total_price: '300.00' }));
    expect(reading).toEqual({
      kind: 'unusable',
      topic: 'orders/create',
      orderNumber: 'moda-2001',
      findings: [
        {
          pointer: '#/total_price',
          code: 'totals-mismatch',
          detail: expect.any(String),
          expected: '301.00',
          actual: '300.00',
        },
      ],
    });
  });

  it('tells 20 of the things that are wrong at most', () => {
    const lines = Array.from({ length: 30 }, () => ({ ...cup, sku: '' }));
    expect(wrong({ line_items: lines })).toHaveLength(20);
    expect(wrong({ line_items: lines.map((line) => ({ ...line, price: null })) })).toHaveLength(20);
  });

  it('of a topic that nothing is done about', () => {
    expect(wrongWith(moda, shopifyOrder(), 'products/update')).toEqual(['unknown-topic #']);
  });

  it.each<[string, Buffer, string]>([
    ['empty', Buffer.alloc(0), 'body-missing #'],
    ['cut', Buffer.from('{'), 'malformed-json #'],
    ['told twice', Buffer.from('{"id":1,"id":2}'), 'duplicate-json-key #/id'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'invalid-encoding #'],
    ['a list', Buffer.from('[]'), 'invalid-field #'],
  ])('whose body is %s', (_what, body, finding) => expect(wrongWith(moda, body)).toEqual([finding]));
});

function pay(method: string): { method: string; whenPaid: 'captured'; whenPending: 'wait' } {
  return { method, whenPaid: 'captured', whenPending: 'wait' };
}
