import { decimalFromMinor } from '@kervan/commerce';
import type { TaxSubtotal } from '@kervan/contracts';

/** The tax of one rate, in decimal strings. */
export interface TaxEntry {
  readonly rate: string;
  readonly taxable: string;
  readonly tax: string;
}

/** Totals in decimal strings. */
export interface TotalsEntry {
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** Amounts of a document in minor units. */
export interface MinorTotals {
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

/** Writes tax subtotals as decimals, exactly. @throws {RuleBroken} */
export function taxEntries(taxes: readonly TaxSubtotal[], currency: string): TaxEntry[] {
  return taxes.map(({ tax, taxableMinor, taxMinor }) => ({
    rate: tax.ratePercent,
    taxable: decimalFromMinor(taxableMinor, currency),
    tax: decimalFromMinor(taxMinor, currency),
  }));
}

/** Writes totals as decimals, exactly. @throws {RuleBroken} */
export function totalsEntry({ netMinor, taxMinor, grossMinor }: MinorTotals, currency: string): TotalsEntry {
  return {
    net: decimalFromMinor(netMinor, currency),
    tax: decimalFromMinor(taxMinor, currency),
    gross: decimalFromMinor(grossMinor, currency),
  };
}
