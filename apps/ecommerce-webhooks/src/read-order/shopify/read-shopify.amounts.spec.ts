import { describe, expect, it } from 'vitest';
import { profileOf } from '../../fixtures/reading.js';
import { placed, vat, wrong } from '../../fixtures/reading-shopify.js';
import { shopifyLines, shopifyShipping } from '../../fixtures/shopify.js';

const [cup, tea] = shopifyLines;

describe('a Shopify order', () => {
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
    expect(order.lines[2]).toMatchObject({ amountMinor: 0, unitPrice: '0.00', tax: vat('20') });
    expect(order.taxes).toHaveLength(2);
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
});
