import { allocate } from './allocation.js';
import { roundedQuotient, scaled, unscaled, withoutZeros } from './decimal.js';
import { sumMinor } from './money.js';
import { RuleBroken } from './rule-broken.js';

/** A tax by its scheme, category (UN/ECE 5305: S standard, Z zero, E exempt) and percentage. */
export interface TaxRate {
  readonly scheme: string;
  readonly category: string;
  readonly ratePercent: string;
  readonly exemptionReason?: string | null;
  readonly exemptionCode?: string | null;
}

/** The tax of one rate on a whole document. */
export interface TaxSubtotal<Rate extends TaxRate = TaxRate> {
  readonly tax: Rate;
  readonly taxableMinor: number;
  readonly taxMinor: number;
}

/** A discount or charge on the document; without a rate of its own it is spread over the rates in proportion. */
export interface DocumentAllowanceOrCharge {
  readonly amountMinor: number;
  readonly tax?: TaxRate | null;
}

/** What the taxes of a document follow from. Amounts are in the price basis: with tax when `pricesIncludeTax`. */
export interface TaxedDocument {
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly { readonly amountMinor: number; readonly tax: TaxRate }[];
  readonly discounts: readonly DocumentAllowanceOrCharge[];
  readonly charges: readonly DocumentAllowanceOrCharge[];
}

/** The amount of one rate in the document's price basis, after document discounts and charges. */
export interface RateAmount {
  readonly key: string;
  readonly tax: TaxRate;
  readonly amountMinor: number;
}

const RATE_PLACES = 4;
const WHOLE = 1_000_000;

/**
 * Reads a percentage, in ten-thousandths of a percent: 0 to 100, up to 4 places.
 *
 * @throws RuleBroken `invalid-rate`
 */
export function parseRate(ratePercent: string): number {
  const rate = ratePercent.startsWith('-') ? NaN : Number(scaled(ratePercent, RATE_PLACES) ?? NaN);
  if (!(rate <= WHOLE)) throw new RuleBroken('invalid-rate', 'a tax rate is a percentage from 0 to 100');
  return rate;
}

/**
 * The shortest spelling of a percentage: '20' of '20.00'.
 *
 * @throws RuleBroken `invalid-rate`
 */
export function plainRate(ratePercent: string): string {
  return withoutZeros(unscaled(parseRate(ratePercent), RATE_PLACES));
}

/** Names what makes two rates the same on a document: scheme, category, percentage by value, exemption code. */
export function rateKey(tax: TaxRate): string {
  return [tax.scheme, tax.category, parseRate(tax.ratePercent), tax.exemptionCode ?? ''].join(' ');
}

/** The tax that comes on top of an amount without tax, rounded half away from zero. */
export function taxOnNet(netMinor: number, ratePercent: string): number {
  return Number(roundedQuotient(BigInt(netMinor) * BigInt(parseRate(ratePercent)), BigInt(WHOLE)));
}

/** The tax contained in an amount with tax, rounded half away from zero; the rest of the amount is the net. */
export function taxInGross(grossMinor: number, ratePercent: string): number {
  const rate = parseRate(ratePercent);
  return Number(roundedQuotient(BigInt(grossMinor) * BigInt(rate), BigInt(WHOLE + rate)));
}

/**
 * The document's amount per rate, in the order in which rates first appear.
 *
 * A discount or charge without a rate is allocated over the rates of the lines in proportion to their amounts.
 */
export function amountsByRate(document: TaxedDocument): RateAmount[] {
  const rates = new Map<string, { tax: TaxRate; amounts: number[] }>();
  const add = (tax: TaxRate, amount: number): void => {
    const key = rateKey(tax);
    const rate = rates.get(key) ?? { tax, amounts: [] };
    rate.amounts.push(amount);
    rates.set(key, rate);
  };
  for (const line of document.lines) add(line.tax, line.amountMinor);
  const ofLines = [...rates.values()].map(({ tax, amounts }) => ({ tax, weight: sumMinor(amounts) }));
  const weights = ofLines.map(({ weight }) => weight);
  const adjust =
    (sign: 1 | -1) =>
    (item: DocumentAllowanceOrCharge): void => {
      if (item.tax) return add(item.tax, sign * item.amountMinor);
      allocate(sign * item.amountMinor, weights).forEach((share, index) => add(ofLines[index]!.tax, share));
    };
  document.discounts.forEach(adjust(-1));
  document.charges.forEach(adjust(1));
  return [...rates].map(([key, { tax, amounts }]) => ({ key, tax, amountMinor: sumMinor(amounts) }));
}

/**
 * The taxes of a document, rounded once per rate (EN 16931 BR-CO-17).
 *
 * With prices that include tax, taxable amount and tax of a rate add up to its gross amount exactly.
 */
export function taxesOf(document: TaxedDocument): TaxSubtotal[] {
  return amountsByRate(document).map(({ tax, amountMinor }) => {
    if (!document.pricesIncludeTax) {
      return { tax, taxableMinor: amountMinor, taxMinor: taxOnNet(amountMinor, tax.ratePercent) };
    }
    const taxMinor = taxInGross(amountMinor, tax.ratePercent);
    return { tax, taxableMinor: amountMinor - taxMinor, taxMinor };
  });
}
