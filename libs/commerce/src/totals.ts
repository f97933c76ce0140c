import { roundedQuotient } from './decimal.js';
import { minorDigits } from './currency.js';
import { sumMinor } from './money.js';
import { parseQuantity, parseUnitPrice, QUANTITY_PLACES, UNIT_PRICE_PLACES } from './quantity.js';
import { parseRate, rateKey, taxesOf, type TaxedDocument, type TaxRate, type TaxSubtotal } from './tax.js';

/** How far a line, or what a rate taxes and its tax, may be from what we compute: one minor unit, the source's own rounding. */
export const ROUNDING_TOLERANCE_MINOR = 1;

/** A line with what its amount follows from. */
export interface PricedLine {
  readonly quantity: string;
  readonly unitCode: string;
  readonly unitPrice: string;
  readonly discounts: readonly { readonly amountMinor: number }[];
  readonly charges: readonly { readonly amountMinor: number }[];
  readonly amountMinor: number;
  readonly tax: TaxRate;
}

/** A document with the amounts that its source states. */
export interface PricedDocument extends TaxedDocument {
  readonly currency: string;
  readonly lines: readonly PricedLine[];
  readonly taxes: readonly TaxSubtotal[];
  readonly totals: DocumentTotals;
}

/** Totals in minor units; lines, discounts and charges in the price basis. */
export interface DocumentTotals {
  readonly linesMinor: number;
  readonly discountMinor: number;
  readonly chargeMinor: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

/** One amount that does not follow from the others; `pointer` is a JSON pointer (RFC 6901) into the document. */
export interface Discrepancy<Code extends string = 'line-mismatch' | 'tax-mismatch' | 'totals-mismatch'> {
  readonly pointer: string;
  readonly code: Code;
  readonly expectedMinor: number;
  readonly actualMinor: number;
}

/** Quantity x unit price - discounts + charges, rounded once to minor units, half away from zero. */
export function lineAmount(line: Omit<PricedLine, 'amountMinor' | 'tax'>, currency: string): number {
  const price = parseQuantity(line.quantity, line.unitCode) * parseUnitPrice(line.unitPrice);
  const perMinor = 10n ** BigInt(QUANTITY_PLACES + UNIT_PRICE_PLACES - minorDigits(currency));
  const discounts = sumMinor(line.discounts.map(({ amountMinor }) => amountMinor));
  const charges = sumMinor(line.charges.map(({ amountMinor }) => amountMinor));
  return Number(roundedQuotient(price + BigInt(charges - discounts) * perMinor, perMinor));
}

/**
 * The totals of lines, taxes and document discounts, exact to the minor unit.
 *
 * With prices that include tax the gross total is the sum of the lines and never follows from the taxes.
 */
export function totalsOf(document: TaxedDocument, taxes: readonly TaxSubtotal[]): DocumentTotals {
  const linesMinor = sumMinor(document.lines.map(({ amountMinor }) => amountMinor));
  const discountMinor = sumMinor(document.discounts.map(({ amountMinor }) => amountMinor));
  const chargeMinor = sumMinor(document.charges.map(({ amountMinor }) => amountMinor));
  const taxMinor = sumMinor(taxes.map((subtotal) => subtotal.taxMinor));
  const priced = linesMinor - discountMinor + chargeMinor;
  const netMinor = document.pricesIncludeTax ? priced - taxMinor : priced;
  return { linesMinor, discountMinor, chargeMinor, netMinor, taxMinor, grossMinor: netMinor + taxMinor };
}

/**
 * Every amount of the document that does not follow from the others; none, when it adds up.
 *
 * Lines, and what a rate taxes and its tax, may be off by {@link ROUNDING_TOLERANCE_MINOR}; the tax of a rate of 0, which
 * nobody rounds, and totals may not be off at all (EN 16931 BR-CO-10, -13, -14, -15). A rate is told by one row: a second
 * one is told at `/taxes/i`, whatever it says, with what the rate comes to. A row of a rate that nothing on the document
 * has is one of nothing.
 */
export function discrepancies(document: PricedDocument): Discrepancy[] {
  return [...lineDiscrepancies(document), ...taxDiscrepancies(document), ...totalsDiscrepancies(document)];
}

function lineDiscrepancies({ lines, currency }: PricedDocument): Discrepancy[] {
  return lines.flatMap((line, index) => {
    const pointer = `/lines/${index}/amountMinor`;
    return compare(pointer, 'line-mismatch', lineAmount(line, currency), line.amountMinor, ROUNDING_TOLERANCE_MINOR);
  });
}

function taxDiscrepancies(document: PricedDocument): Discrepancy[] {
  const expected = new Map(taxesOf(document).map((subtotal) => [rateKey(subtotal.tax), subtotal]));
  const told = new Set<string>();
  const twice: Discrepancy[] = [];
  const off = document.taxes.flatMap((actual, index) => {
    const key = rateKey(actual.tax);
    const ofRate = expected.get(key);
    const { taxableMinor, taxMinor } = ofRate ?? { taxableMinor: 0, taxMinor: 0 };
    if (told.has(key)) {
      const pointer = `/taxes/${index}`;
      twice.push({ pointer, code: 'tax-mismatch', expectedMinor: taxableMinor, actualMinor: actual.taxableMinor });
      return [];
    }
    told.add(key);
    const tolerance = ofRate ? ROUNDING_TOLERANCE_MINOR : 0;
    const ofTax = parseRate(actual.tax.ratePercent) === 0 ? 0 : tolerance;
    return [
      ...compare(`/taxes/${index}/taxableMinor`, 'tax-mismatch', taxableMinor, actual.taxableMinor, tolerance),
      ...compare(`/taxes/${index}/taxMinor`, 'tax-mismatch', taxMinor, actual.taxMinor, ofTax),
    ];
  });
  const missing = [...expected].flatMap(([key, { taxableMinor }]) => {
    return told.has(key) ? [] : compare('/taxes', 'tax-mismatch', taxableMinor, 0);
  });
  return [...twice, ...off, ...missing];
}

function totalsDiscrepancies(document: PricedDocument): Discrepancy[] {
  const expected = totalsOf(document, document.taxes);
  const names = Object.keys(expected) as (keyof DocumentTotals)[];
  const taxable = sumMinor(document.taxes.map((subtotal) => subtotal.taxableMinor));
  return [
    ...names.flatMap((name) => compare(`/totals/${name}`, 'totals-mismatch', expected[name], document.totals[name])),
    ...compare('/taxes', 'totals-mismatch', expected.netMinor, taxable),
  ];
}

/** An amount that is further from what is expected than the tolerance allows; none, when it is not. */
export function compare<Code extends string>(
  pointer: string,
  code: Code,
  expectedMinor: number,
  actualMinor: number,
  tolerance = 0,
): Discrepancy<Code>[] {
  const same = Math.abs(expectedMinor - actualMinor) <= tolerance;
  return same ? [] : [{ pointer, code, expectedMinor, actualMinor }];
}
