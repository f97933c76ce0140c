import { Decimal as Base } from 'decimal.js';

/**
 * Exact decimals for intermediate results: 60 significant digits hold any product of a quantity and a unit price.
 *
 * Rounds half away from zero, as commerce and tax offices do (EN 16931 section 7, "half up").
 */
export const Decimal = Base.clone({ precision: 60, rounding: Base.ROUND_HALF_UP });
export type Decimal = InstanceType<typeof Decimal>;

const PLAIN = /^-?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?$/;

/**
 * Reads a plain decimal: no exponent, no plus sign, no leading zeros, a point as separator, at most `places` digits
 * after it. Returns `undefined` for anything else.
 */
export function plainDecimal(text: string, places: number): Decimal | undefined {
  if (!PLAIN.test(text)) return undefined;
  const value = new Decimal(text);
  return value.decimalPlaces() <= places && (text.split('.')[1]?.length ?? 0) <= places ? value : undefined;
}

/** Rounds to an integer, half away from zero. */
export function roundToInteger(value: Decimal): number {
  return value.toDecimalPlaces(0).toNumber();
}
