import type { Order, TaxRate } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { allowance, line, orderOf, vat } from '../fixtures/orders.js';
import { invoiceAmounts } from './invoice-amounts.js';
import { invoiceTaxes } from './invoice-taxes.js';

const none: TaxRate = { ...vat('0'), category: 'Z', exemptionReason: null, exemptionCode: null };
const nothingAt = (tax: TaxRate): Order['taxes'][number] => ({ tax, taxableMinor: 0, taxMinor: 0 });
const withRows = (order: Order, ...rows: readonly TaxRate[]): Order => {
  return { ...order, taxes: [...rows.map(nothingAt), ...order.taxes] };
};

describe('the taxes of an invoice', () => {
  it('leave out rows of nothing at rates that nothing is sold at, and no amount changes', () => {
    const order = orderOf([line(1, '1', '10.00', 1_000, '20')]);
    const table = withRows(order, none, vat('0'), vat('1'));
    expect(invoiceTaxes(table)).toEqual(order.taxes);
    expect(invoiceAmounts(table)).toEqual(invoiceAmounts(order));
  });

  it.each<[string, Order]>([
    ['line', orderOf([line(1, '1', '10.00', 1_000, '20'), { ...line(2, '1', '5.00', 0, '1'), discounts: [allowance(500)] }])],
    ['charge', orderOf([line(1, '1', '10.00', 1_000, '20')], { charges: [allowance(0, vat('1'))] })],
    ['discount', orderOf([line(1, '1', '10.00', 1_000, '20')], { discounts: [allowance(0, vat('1'))] })],
  ])('keep the row of nothing of a rate that a %s has', (_, order) => {
    expect(invoiceTaxes(order)).toEqual([order.taxes[0], nothingAt(vat('1'))]);
  });

  it('keep a row of nothing that is all there is', () => {
    const free = { ...line(1, '1', '5.00', 0, '20'), discounts: [allowance(500)] };
    expect(invoiceTaxes(withRows({ ...orderOf([free]), taxes: [] }, none))).toEqual([nothingAt(none)]);
  });
});
