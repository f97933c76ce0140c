import { isTckn, isVkn, minorFromDecimal } from '@kervan/commerce';
import { describe, expect, it } from 'vitest';
import { saleNumber } from './sales.js';

const branches = ['001', '002'];
const sales = Array.from({ length: 24 }, (_, n) => saleNumber(n, branches, new Date(0)));

interface Amounts {
  readonly lines: readonly { readonly amount: string }[];
  readonly taxes: readonly { readonly taxable: string; readonly tax: string }[];
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
  readonly invoice: { readonly buyer: { readonly taxId?: string } };
}

const sum = (amounts: readonly string[]): number =>
  amounts.reduce((total, amount) => total + minorFromDecimal(amount, 'TRY'), 0);

describe('the sales of a run', () => {
  it('have a number of their own each', () => {
    expect(new Set(sales.map(({ orderNumber }) => orderNumber)).size).toBe(sales.length);
  });

  it('add up, line by line and rate by rate', () => {
    for (const { body, gross } of sales) {
      const { lines, taxes, totals } = body as unknown as Amounts;
      expect(sum(lines.map(({ amount }) => amount))).toBe(minorFromDecimal(gross, 'TRY'));
      expect(sum(taxes.map(({ taxable }) => taxable))).toBe(minorFromDecimal(totals.net, 'TRY'));
      expect(sum(taxes.map(({ tax }) => tax))).toBe(minorFromDecimal(totals.tax, 'TRY'));
      expect(sum([totals.net, totals.tax])).toBe(minorFromDecimal(gross, 'TRY'));
    }
  });

  it('ask for an invoice, of a buyer whose id is one', () => {
    for (const { body } of sales) {
      const { taxId } = (body as unknown as Amounts).invoice.buyer;
      expect(taxId === undefined || isTckn(taxId) || isVkn(taxId)).toBe(true);
    }
  });
});
