import { discrepancies } from '@kervan/commerce';
import { OrderPlaced } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { profileOf } from '../../fixtures/reading.js';
import { placed, vat, wrong } from '../../fixtures/reading-shopify.js';
import { shopifyLines, shopifyOrder } from '../../fixtures/shopify.js';

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
          tax: vat('20'),
        },
        { lineNumber: 2, articleId: 'CAY-5', quantity: '1', unitPrice: '55.00', amountMinor: 5_500, tax: vat('10') },
      ],
      charges: [{ reason: 'Kargo', amountMinor: 3_000, tax: vat('20') }],
      discounts: [],
      taxes: [
        { tax: vat('20'), taxableMinor: 20_500, taxMinor: 4_100 },
        { tax: vat('10'), taxableMinor: 5_000, taxMinor: 500 },
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

  it('is what was ordered, whatever was refunded since', () => {
    const refund = {
      id: 1,
      refund_line_items: [{ line_item_id: 12, quantity: 1 }],
      transactions: [{ amount: '55.00' }],
    };
    const order = placed({ financial_status: 'partially_refunded', refunds: [refund], current_total_price: '246.00' });
    expect(order).toEqual(placed());
  });

  it('knows an article without SKU where the profile says so', () => {
    const changes = { line_items: [{ ...cup, sku: '' }, tea] };
    expect(wrong(changes)).toEqual(['article-unknown #/line_items/0/sku']);
    expect(placed(changes, profileOf('moda', { articleWithoutSku: 'product-id' })).lines[0]?.articleId).toBe('8011');
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
