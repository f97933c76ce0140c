import { describe, expect, it } from 'vitest';
import { order, postSalesOrder } from '../fixtures/commands.js';
import { refusalOf, salesOrderOf } from './sales-order.js';

describe('a sales order for the books', () => {
  it('has every amount exact, as a decimal string, and only what the books need of the buyer', () => {
    expect(salesOrderOf(postSalesOrder)).toEqual({
      reference: 'live:AM01:019aa5c1-7e2b-8c3d-9a4e-5f6071829304:sales-order',
      company: 'AM01',
      mode: 'live',
      orderNumber: '012-3-147-5012',
      businessDate: '2026-11-21',
      currency: 'TRY',
      pricesIncludeTax: true,
      customer: { name: 'Ayşe Yılmaz', taxId: '10000000146' },
      lines: [
        {
          line: 1, articleId: 'A-1', name: 'Çay 1 kg', quantity: '2', unitCode: 'C62', unitPrice: '54.90', amount: '99.80',
          taxRate: '20',
        },
        {
          line: 2, articleId: 'B-7', name: 'Peynir', quantity: '0.375', unitCode: 'KGM', unitPrice: '213.3333', amount: '80.00',
          taxRate: '10',
        },
      ],
      discounts: [{ reason: 'loyalty', amount: '0.07' }],
      charges: [],
      taxes: [
        { rate: '20', taxable: '83.11', tax: '16.62' },
        { rate: '10', taxable: '72.73', tax: '7.27' },
      ],
      totals: { net: '155.84', tax: '23.89', gross: '179.73' },
    });
  });

  it('has no customer without a buyer', () => {
    expect(salesOrderOf({ ...postSalesOrder, order: { ...order, buyer: null } })).not.toHaveProperty('customer');
  });

  it('is in the currency of the order: yen have no decimals, dinars three', () => {
    const inCurrency = (currency: string) => salesOrderOf({ ...postSalesOrder, order: { ...order, currency } }).totals.gross;
    expect(inCurrency('JPY')).toBe('17973');
    expect(inCurrency('KWD')).toBe('17.973');
  });
});

describe('an order that cannot be booked', () => {
  it.each([
    ['without lines', { lines: [] }, 'order-without-lines'],
    ['in a currency that is none', { currency: 'XXX' }, 'unknown-currency'],
    ['one kuruş off in the gross total', { totals: { ...order.totals, grossMinor: 17_974 } }, 'totals-mismatch'],
    ['with taxes that do not add up', { taxes: order.taxes.slice(1) }, 'totals-mismatch'],
    ['with taxes over what can be added up', { taxes: order.taxes.map((one) => ({ ...one, taxableMinor: Number.MAX_SAFE_INTEGER })) }, 'invalid-amount'],
  ])('%s', (_, change, code) => expect(refusalOf({ ...order, ...change })).toMatchObject({ code }));

  it('is not this one', () => expect(refusalOf(order)).toBeUndefined());
});
