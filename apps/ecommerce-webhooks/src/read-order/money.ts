import {
  decimalFromMinor,
  rateKey,
  settleRemainder,
  sumMinor,
  type TaxedDocument,
  taxesOf,
  taxOnNet,
  totalsOf,
  unitPriceOf,
} from '@kervan/commerce';
import type { Order, OrderLine, TaxRate, TaxSubtotal } from '@kervan/contracts';
import type { Mapping } from '../shop/shop-profile.js';
import { Findings } from './findings.js';
import { Unusable } from './reading.js';
import type { ShopCharge, ShopDocument, ShopLine } from './shop-document.js';
import { taxRateOf } from './tax-rate.js';

/** The money of an order. */
export type OrderMoney = Pick<Order, 'pricesIncludeTax' | 'lines' | 'charges' | 'discounts' | 'taxes' | 'totals'>;

const TOLERANCE_MINOR = 1;

type Rated<P> = P & { readonly tax: TaxRate };

interface RatedDocument extends Omit<ShopDocument, 'lines' | 'charges'> {
  readonly lines: readonly Rated<ShopLine>[];
  readonly charges: readonly Rated<ShopCharge>[];
}

/**
 * The money of a vendor's document, so that it adds up to the vendor's total, which never changes.
 *
 * With tax in the prices the tax of each rate follows from its gross amount, rounded once; the vendor's must agree but
 * for the rounding of its parts. Without, the vendor's tax counts, as the total contains it; where rounding line by
 * line has put it further from the rate than one minor unit, the document is restated with tax in the prices.
 *
 * @throws {Unusable} with place, expected and actual, for what does not add up.
 */
export function moneyOf(document: ShopDocument, mapping: Pick<Mapping, 'exemption'>): OrderMoney {
  const rated = withRates(document, mapping);
  if (rated.pricesIncludeTax || rated.discounts.length > 0) return addedUp(rated);
  try {
    return addedUp(rated);
  } catch (error) {
    if (!isTaxMismatch(error)) throw error;
    return addedUp(restatedWithTax(rated));
  }
}

/** Whether a document was not usable for its taxes alone: they do not follow at the rates that it was read with. */
export function isTaxMismatch(error: unknown): boolean {
  return error instanceof Unusable && error.findings.every(({ code }) => code === 'tax-mismatch');
}

/** A part that costs nothing and has no rate takes that of the largest line: it adds nothing to any. */
function withRates(document: ShopDocument, mapping: Pick<Mapping, 'exemption'>): RatedDocument {
  const zero = taxRateOf('0', mapping);
  const largest = document.lines.filter(({ tax }) => tax).toSorted((one, other) => other.amountMinor - one.amountMinor);
  const ofNothing = largest[0]?.tax ?? zero;
  const rated = <P extends ShopLine | ShopCharge>(part: P): Rated<P> => {
    const { amountMinor, tax } = part;
    const unrated = tax === undefined || tax.ratePercent === '0';
    return { ...part, tax: unrated && amountMinor === 0 ? ofNothing : (tax ?? zero) };
  };
  return { ...document, lines: document.lines.map(rated), charges: document.charges.map(rated) };
}

function restatedWithTax(document: RatedDocument): RatedDocument {
  const withTax = <P extends ShopLine | ShopCharge>(part: P): P => ({
    ...part,
    amountMinor: part.amountMinor + part.taxMinor,
  });
  return {
    ...document,
    pricesIncludeTax: true,
    charges: document.charges.map(withTax),
    lines: document.lines.map(({ unitPrice: _net, ...line }) => ({
      ...withTax(line),
      discounts: line.discounts.map((discount) => ({
        ...discount,
        amountMinor: discount.amountMinor + taxOnNet(discount.amountMinor, line.tax.ratePercent),
      })),
    })),
  };
}

function addedUp(document: RatedDocument): OrderMoney {
  const findings = new Findings();
  const lines = settledLines(document, findings);
  const priced: TaxedDocument = { ...document, lines };
  const taxes = taxesAsTold(document, priced, findings);
  findings.settle();
  return {
    pricesIncludeTax: document.pricesIncludeTax,
    lines: lines.map((line, index) => orderLine(line, index, document)),
    charges: document.charges.map(({ reason, amountMinor, tax }) => ({ reason, amountMinor, tax })),
    discounts: document.discounts,
    taxes,
    totals: totalsOf(priced, taxes),
  };
}

/** The lines, on which the vendor's own rounding has been settled so that all adds up to the total. */
function settledLines(document: RatedDocument, findings: Findings): readonly Rated<ShopLine>[] {
  const { lines, charges, discounts, taxes, pricesIncludeTax, totalMinor, roundingMinor, at } = document;
  const amounts = lines.map(({ amountMinor }) => amountMinor);
  const onTop = pricesIncludeTax ? 0 : sumMinor(taxes.map(({ taxMinor }) => taxMinor));
  const linesMinor = sumMinor(amounts);
  const sum = linesMinor + sumOf(charges) - sumOf(discounts) + onTop;
  const difference = totalMinor - sum;
  if (lines.length === 0) findings.add(at.lines, 'lines-missing', 'The order has no line.');
  if (Math.abs(difference) > roundingMinor || (lines.length === 0 && difference !== 0)) {
    const [expected, actual] = [sum, totalMinor].map((minor) => decimalFromMinor(minor, document.currency));
    findings.add(at.total, 'totals-mismatch', 'The parts add up to another total.', { expected, actual });
    return lines;
  }
  const settled = lines.length === 0 ? [] : settleRemainder(linesMinor + difference, amounts, amounts);
  return lines.map((line, index) => settledLine(line, settled[index] ?? 0));
}

function settledLine(line: Rated<ShopLine>, amountMinor: number): Rated<ShopLine> {
  if (amountMinor === line.amountMinor) return line;
  const { unitPrice: _other, ...rest } = line;
  return { ...rest, amountMinor };
}

/** The tax of each rate, which must agree with what the vendor tells. */
function taxesAsTold(document: RatedDocument, priced: TaxedDocument, findings: Findings): TaxSubtotal[] {
  const told = new Map<string, number>();
  for (const { tax, taxMinor } of document.taxes) {
    told.set(rateKey(tax), (told.get(rateKey(tax)) ?? 0) + taxMinor);
  }
  const tolerances = tolerancesOf(document);
  const ours = taxesOf(priced) as TaxSubtotal[];
  const agreed = ours.map((subtotal) => {
    const key = rateKey(subtotal.tax);
    const toldMinor = told.get(key) ?? 0;
    told.delete(key);
    const agrees = Math.abs(toldMinor - subtotal.taxMinor) <= (tolerances.get(key) ?? TOLERANCE_MINOR);
    if (!agrees) mismatch(document, findings, subtotal.tax.ratePercent, subtotal.taxMinor, toldMinor);
    return document.pricesIncludeTax ? subtotal : { ...subtotal, taxMinor: toldMinor };
  });
  for (const [key, toldMinor] of told) {
    const rate = document.taxes.find(({ tax }) => rateKey(tax) === key)?.tax.ratePercent ?? '';
    if (toldMinor !== 0) mismatch(document, findings, rate, 0, toldMinor);
  }
  return agreed;
}

/** By how many minor units the tax in the gross amount of a rate may be off: half a unit for each part, as the vendor has rounded each. */
export function taxTolerance(parts: number): number {
  return Math.max(TOLERANCE_MINOR, Math.ceil(parts / 2));
}

/** Per rate one minor unit; with tax in the prices half a unit for each part whose tax the vendor has rounded. */
function tolerancesOf({ pricesIncludeTax, lines, charges }: RatedDocument): ReadonlyMap<string, number> {
  if (!pricesIncludeTax) return new Map();
  const taxed = [...lines, ...charges].filter(({ amountMinor }) => amountMinor !== 0);
  const parts = Map.groupBy(taxed, ({ tax }) => rateKey(tax));
  return new Map([...parts].map(([key, { length }]) => [key, taxTolerance(length)]));
}

function mismatch(document: RatedDocument, findings: Findings, rate: string, ours: number, told: number): void {
  const [expected, actual] = [ours, told].map((minor) => decimalFromMinor(minor, document.currency));
  const detail = `The tax of ${rate} percent does not follow from what is taxed.`;
  findings.add(document.at.taxes, 'tax-mismatch', detail, { expected, actual });
}

function orderLine(line: Rated<ShopLine>, index: number, { currency }: RatedDocument): OrderLine {
  const { articleId, name, quantity, unitCode, discounts, amountMinor, tax } = line;
  const unitPrice = line.unitPrice ?? unitPriceOf(amountMinor + sumOf(discounts), line, currency);
  return {
    lineNumber: index + 1,
    articleId,
    gtin: null,
    name,
    quantity,
    unitCode,
    unitPrice,
    discounts,
    charges: [],
    amountMinor,
    tax,
  };
}

function sumOf(parts: readonly { readonly amountMinor: number }[]): number {
  return sumMinor(parts.map(({ amountMinor }) => amountMinor));
}
