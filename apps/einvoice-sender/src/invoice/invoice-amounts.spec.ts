import { sumMinor } from '@kervan/commerce';
import type { Order } from '@kervan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowance, line, orderOf, vat } from '../fixtures/orders.js';
import { type InvoiceAmounts, invoiceAmounts } from './invoice-amounts.js';

/** What must hold for the amounts of any order, to the minor unit. */
function expectToAddUp(order: Order, amounts: InvoiceAmounts): void {
  const { lines, allowances, linesMinor, discountMinor, chargeMinor, netMinor, taxMinor, grossMinor } = amounts;
  const signed = (items: typeof allowances): number =>
    sumMinor(items.map(({ charge, amountMinor }) => (charge ? amountMinor : -amountMinor)));
  expect(grossMinor).toBe(order.totals.grossMinor);
  expect(netMinor + taxMinor).toBe(grossMinor);
  expect(linesMinor - discountMinor + chargeMinor).toBe(netMinor);
  expect(sumMinor(lines.map((one) => one.netMinor))).toBe(linesMinor);
  expect(linesMinor + signed(allowances)).toBe(netMinor);
  for (const one of lines) expect(one.baseMinor + signed(one.allowances)).toBe(one.netMinor);
  for (const { tax, taxableMinor, taxMinor: taxOfRate } of order.taxes) {
    const own = lines.filter((one) => one.line.tax.ratePercent === tax.ratePercent && one.netMinor !== 0);
    if (own.length === 0) continue;
    expect(sumMinor(own.map((one) => one.taxableMinor))).toBe(taxableMinor);
    expect(sumMinor(own.map((one) => one.taxMinor))).toBe(taxOfRate);
  }
}

describe('the amounts of an invoice', () => {
  it('take the tax out of prices that do not divide evenly, and lose no kuruş', () => {
    const order = orderOf([
      line(1, '1', '0.10', 10, '20'),
      line(2, '1', '0.10', 10, '20'),
      line(3, '1', '0.10', 10, '20'),
    ]);
    const amounts = invoiceAmounts(order);
    expect(order.totals).toMatchObject({ netMinor: 25, taxMinor: 5, grossMinor: 30 });
    expect(amounts.lines.map(({ netMinor }) => netMinor)).toEqual([9, 8, 8]);
    expect(amounts.lines.map(({ taxMinor }) => taxMinor)).toEqual([1, 2, 2]);
    expectToAddUp(order, amounts);
  });

  it('keep several rates apart', () => {
    const order = orderOf([
      line(1, '1', '10.00', 1_000, '20'),
      line(2, '3', '7.33', 2_199, '10'),
      line(3, '1', '5.05', 505, '1'),
    ]);
    const amounts = invoiceAmounts(order);
    expect(amounts.taxes.map(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor])).toEqual([
      [833, 167],
      [1_999, 200],
      [500, 5],
    ]);
    expectToAddUp(order, amounts);
  });

  it('show a line discount without its tax', () => {
    const order = orderOf([{ ...line(1, '2', '54.90', 9_980, '20'), discounts: [allowance(1_000)] }]);
    const [first] = invoiceAmounts(order).lines;
    expect(first).toMatchObject({ baseMinor: 9_150, netMinor: 8_317, unitPrice: '45.75' });
    expect(first!.allowances).toEqual([{ reason: 'kampanya', charge: false, amountMinor: 833 }]);
  });

  it('spread a document discount over the rates, once without tax', () => {
    const lines = [line(1, '1', '30.00', 3_000, '20'), line(2, '1', '10.00', 1_000, '1')];
    const order = orderOf(lines, { discounts: [allowance(300)] });
    const amounts = invoiceAmounts(order);
    expect(amounts.discountMinor).toBe(261);
    expect(amounts.lines.map(({ taxableMinor }) => taxableMinor)).toEqual([2_312, 916]);
    expectToAddUp(order, amounts);
  });

  it('leave prices without tax as they are', () => {
    const order = orderOf([line(1, '3', '0.33333333', 100, '20')], { pricesIncludeTax: false });
    const amounts = invoiceAmounts(order);
    expect(amounts.lines[0]).toMatchObject({ unitPrice: '0.33333333', baseMinor: 100, netMinor: 100, taxMinor: 20 });
    expectToAddUp(order, amounts);
  });

  it('take a delivery charge of a rate that no line has', () => {
    const order = orderOf([line(1, '1', '10.00', 1_000, '1')], { charges: [allowance(2_400, vat('20'))] });
    const amounts = invoiceAmounts(order);
    expect(amounts.chargeMinor).toBe(2_000);
    expectToAddUp(order, amounts);
  });

  it('follow the source where it is 0.01 off in a rate that only a charge has', () => {
    const order = orderOf([line(1, '1', '10.00', 1_000, '1')], { charges: [allowance(2_400, vat('20'))] });
    const taxes = [order.taxes[0]!, { tax: vat('20'), taxableMinor: 2_001, taxMinor: 399 }];
    const { netMinor, taxMinor } = order.totals;
    const off = { ...order, taxes, totals: { ...order.totals, netMinor: netMinor + 1, taxMinor: taxMinor - 1 } };
    expect(invoiceAmounts(off).chargeMinor).toBe(2_001);
    expectToAddUp(off, invoiceAmounts(off));
  });

  it('give away a free line for nothing', () => {
    const free = { ...line(2, '1', '5.00', 0, '10'), discounts: [allowance(500)] };
    const order = orderOf([line(1, '1', '10.00', 1_000, '20'), free]);
    expectToAddUp(order, invoiceAmounts(order));
  });

  it('follow the tax of the source where it is 0.01 off ours', () => {
    const order = orderOf([line(1, '1', '99.80', 9_980, '20')]);
    const taxes = [{ tax: vat('20'), taxableMinor: 8_318, taxMinor: 1_662 }];
    const off = { ...order, taxes, totals: { ...order.totals, netMinor: 8_318, taxMinor: 1_662 } };
    expectToAddUp(off, invoiceAmounts(off));
  });

  it('add up for any receipt', () => {
    const item = fc.record({
      amount: fc.integer({ min: 1, max: 500_000 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      off: fc.integer({ min: 0, max: 30 }),
      rate: fc.constantFrom('0', '1', '10', '20'),
    });
    const receipt = fc.tuple(
      fc.array(item, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 30 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(receipt, ([items, percentOff, pricesIncludeTax]) => {
        const lines = items.map(({ amount, quantity, off, rate }, index) => {
          const discount = Math.floor((amount * quantity * off) / 100);
          const one = line(index + 1, String(quantity), (amount / 100).toFixed(2), amount * quantity - discount, rate);
          return { ...one, discounts: discount > 0 ? [allowance(discount)] : [] };
        });
        const discount = Math.floor((sumMinor(lines.map(({ amountMinor }) => amountMinor)) * percentOff) / 100);
        const order = orderOf(lines, { pricesIncludeTax, discounts: discount > 0 ? [allowance(discount)] : [] });
        expectToAddUp(order, invoiceAmounts(order));
      }),
    );
  });
});
