import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountsByRate,
  discrepancies,
  lineAmount,
  type PricedDocument,
  rateKey,
  taxesOf,
  taxInGross,
  taxOnNet,
  totalsOf,
} from './index.js';

const vat = (ratePercent: string) => ({ scheme: 'VAT', category: ratePercent === '0' ? 'E' : 'S', ratePercent });
const line = (quantity: string, unitPrice: string, amountMinor: number, rate = '20') => ({
  quantity,
  unitCode: 'C62',
  unitPrice,
  discounts: [],
  charges: [],
  amountMinor,
  tax: vat(rate),
});

/** Three tins of 10.00 with tax, one bread of 10.00 at another rate, 3.00 off the whole. */
function till(changes: Partial<PricedDocument> = {}): PricedDocument {
  return {
    currency: 'TRY',
    pricesIncludeTax: true,
    lines: [line('3', '10.00', 3000, '20'), line('1', '10.00', 1000, '1')],
    discounts: [{ amountMinor: 300 }],
    charges: [],
    taxes: [
      { tax: vat('20'), taxableMinor: 2312, taxMinor: 463 },
      { tax: vat('1'), taxableMinor: 916, taxMinor: 9 },
    ],
    totals: { linesMinor: 4000, discountMinor: 300, chargeMinor: 0, netMinor: 3228, taxMinor: 472, grossMinor: 3700 },
    ...changes,
  };
}

describe('tax', () => {
  it.each([
    [9980, '20', 1663],
    [100, '20', 17],
    [1, '20', 0],
    [3, '20', 1],
    [1000, '1', 10],
    [1000, '0', 0],
  ])('contained in %d at %s %% is %d', (gross, rate, tax) => {
    expect(taxInGross(gross, rate)).toBe(tax);
  });

  it('on top of a net amount is rounded half up', () => {
    expect(taxOnNet(250, '1')).toBe(3);
    expect(taxOnNet(-250, '1')).toBe(-3);
  });

  it('extracted from a gross amount leaves a net that it completes, and is at most 1 off the tax of that net', () => {
    fc.assert(
      fc.property(fc.nat(1e12), fc.constantFrom('0', '1', '8', '10', '18', '20', '7.5'), (gross, rate) => {
        const tax = taxInGross(gross, rate);
        const net = gross - tax;
        expect(net + tax).toBe(gross);
        expect(Math.abs(taxOnNet(net, rate) - tax)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the same rate whether written 20 or 20.00', () => {
    expect(rateKey(vat('20.00'))).toBe(rateKey(vat('20')));
    expect(rateKey(vat('20'))).not.toBe(rateKey(vat('10')));
  });

  it('is rounded once per rate, not per line', () => {
    const lines = Array.from({ length: 3 }, () => line('1', '0.03', 3));
    const document = { pricesIncludeTax: false, lines, discounts: [], charges: [] };
    expect(taxesOf(document)).toEqual([{ tax: vat('20'), taxableMinor: 9, taxMinor: 2 }]);
  });

  it('spreads a discount without a rate over the rates in proportion', () => {
    expect(amountsByRate(till()).map(({ amountMinor }) => amountMinor)).toEqual([2775, 925]);
  });

  it('takes a charge of its own rate into account even where no line has that rate', () => {
    const document = till({ discounts: [], charges: [{ amountMinor: 1200, tax: vat('10') }] });
    expect(amountsByRate(document).map(({ tax, amountMinor }) => [tax.ratePercent, amountMinor])).toEqual([
      ['20', 3000],
      ['1', 1000],
      ['10', 1200],
    ]);
  });

  it('never changes the gross total of prices that include it', () => {
    const items = fc.array(fc.tuple(fc.nat(100_000), fc.constantFrom('1', '10', '20')), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(items, fc.nat(50), (sold, percentOff) => {
        const lines = sold.map(([amountMinor, rate]) => line('1', '1', amountMinor, rate));
        const sum = lines.reduce((all, { amountMinor }) => all + amountMinor, 0);
        const discount = Math.floor((sum * percentOff) / 100);
        const document = { pricesIncludeTax: true, lines, discounts: [{ amountMinor: discount }], charges: [] };
        const totals = totalsOf(document, taxesOf(document));
        expect(totals.grossMinor).toBe(sum - discount);
        expect(totals.netMinor + totals.taxMinor).toBe(totals.grossMinor);
      }),
    );
  });
});

describe('a document that states its amounts', () => {
  it('has no discrepancy when they follow from each other', () => {
    expect(discrepancies(till())).toEqual([]);
  });

  it('may be 0.01 off in the tax of a rate while its totals agree', () => {
    const taxes = [
      { tax: vat('20'), taxableMinor: 2313, taxMinor: 462 },
      { tax: vat('1'), taxableMinor: 916, taxMinor: 9 },
    ];
    const totals = { ...till().totals, netMinor: 3229, taxMinor: 471 };
    expect(discrepancies(till({ taxes, totals }))).toEqual([]);
  });

  it('may not be 0.02 off in the tax of a rate', () => {
    const taxes = [
      { tax: vat('20'), taxableMinor: 2314, taxMinor: 461 },
      { tax: vat('1'), taxableMinor: 916, taxMinor: 9 },
    ];
    const totals = { ...till().totals, netMinor: 3230, taxMinor: 470 };
    expect(discrepancies(till({ taxes, totals }))).toContainEqual({
      pointer: '/taxes/0/taxMinor',
      code: 'tax-mismatch',
      expectedMinor: 463,
      actualMinor: 461,
    });
  });

  it.each([true, false])('may have no tax at a rate of 0, where there is nothing to round; tax in the prices: %s', (pricesIncludeTax) => {
    const sold = till({ pricesIncludeTax, discounts: [], lines: [line('1', '10.00', 1000, '0')] });
    const told = (taxMinor: number): PricedDocument => {
      const taxes = [{ tax: vat('0'), taxableMinor: pricesIncludeTax ? 1000 - taxMinor : 1000, taxMinor }];
      return { ...sold, taxes, totals: totalsOf(sold, taxes) };
    };
    expect(discrepancies(told(0))).toEqual([]);
    expect(discrepancies(told(1))).toEqual([
      { pointer: '/taxes/0/taxMinor', code: 'tax-mismatch', expectedMinor: 0, actualMinor: 1 },
    ]);
  });

  it('may be 0.01 off in what is taxed at a rate of 0, by its share of a discount', () => {
    const lines = [line('1', '10.00', 1000, '20'), line('1', '10.00', 1000, '0')];
    const sold = till({ pricesIncludeTax: false, lines, discounts: [{ amountMinor: 1 }] });
    const told = [
      { tax: vat('20'), taxableMinor: 999, taxMinor: 200 },
      { tax: vat('0'), taxableMinor: 1000, taxMinor: 0 },
    ];
    expect(taxesOf(sold)[1]).toMatchObject({ taxableMinor: 999 });
    expect(discrepancies({ ...sold, taxes: told, totals: totalsOf(sold, told) })).toEqual([]);
  });

  it('may not be 0.01 off in its gross total', () => {
    expect(discrepancies(till({ totals: { ...till().totals, grossMinor: 3701 } }))).toEqual([
      { pointer: '/totals/grossMinor', code: 'totals-mismatch', expectedMinor: 3700, actualMinor: 3701 },
    ]);
  });

  it('shows a rate that has lines and no tax', () => {
    const { taxes } = till();
    const found = discrepancies(till({ taxes: taxes.slice(0, 1) }));
    expect(found).toContainEqual({ pointer: '/taxes', code: 'tax-mismatch', expectedMinor: 916, actualMinor: 0 });
  });

  it.each([
    ['a row of nothing', 0, 0],
    ['the same amounts', 2312, 463],
  ])('may not tell a rate twice, by %s', (_, taxableMinor, taxMinor) => {
    const taxes = [...till().taxes, { tax: vat('20.0'), taxableMinor, taxMinor }];
    const totals = totalsOf(till(), taxes);
    expect(discrepancies(till({ taxes, totals }))[0]).toEqual({
      pointer: '/taxes/2',
      code: 'tax-mismatch',
      expectedMinor: 2312,
      actualMinor: taxableMinor,
    });
  });

  it('shows a rate that is told twice before what follows from it', () => {
    const [first, second] = till().taxes;
    const parts = [
      { ...first!, taxableMinor: 1156, taxMinor: 231 },
      { ...first!, taxableMinor: 1156, taxMinor: 232 },
    ];
    const found = discrepancies(till({ taxes: [...parts, second!] }));
    expect(found.map(({ pointer }) => pointer)).toEqual(['/taxes/1', '/taxes/0/taxableMinor', '/taxes/0/taxMinor']);
  });

  it('may tell a row of nothing for a rate that nothing on it has, and not 0.01', () => {
    const withRow = (taxMinor: number): PricedDocument => {
      const taxes = [...till().taxes, { tax: vat('10'), taxableMinor: 0, taxMinor }];
      return till({ taxes, totals: totalsOf(till(), taxes), pricesIncludeTax: false });
    };
    const rows = (document: PricedDocument) => discrepancies(document).filter(({ pointer }) => pointer.startsWith('/taxes/2'));
    expect(rows(withRow(0))).toEqual([]);
    expect(rows(withRow(1))).toEqual([
      { pointer: '/taxes/2/taxMinor', code: 'tax-mismatch', expectedMinor: 0, actualMinor: 1 },
    ]);
  });

  it('shows a line that is not quantity x price', () => {
    const found = discrepancies(till({ lines: [line('3', '10.00', 3002, '20'), line('1', '10.00', 998, '1')] }));
    expect(found.map(({ pointer }) => pointer)).toContain('/lines/0/amountMinor');
  });

  it('rounds a weighed line once, after its discount', () => {
    const weighed = { ...line('0.345', '49.90', 0), unitCode: 'KGM', discounts: [{ amountMinor: 100 }] };
    expect(lineAmount(weighed, 'TRY')).toBe(1622);
  });
});
