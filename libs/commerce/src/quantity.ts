import { minorDigits } from './currency.js';
import { roundedQuotient, scaled, unscaled, withoutZeros } from './decimal.js';
import { RuleBroken } from './rule-broken.js';
import { isUnitCode } from './unit-code.js';

/** A quantity is read in millionths. */
export const QUANTITY_PLACES = 6;

/** A unit price is read in hundred-millionths. */
export const UNIT_PRICE_PLACES = 8;

const LARGEST = 1_000_000_000n;

/**
 * Reads a quantity of a unit of UN/ECE Recommendation 20, in millionths: above 0, at most a thousand million, up to 6
 * places.
 *
 * @throws RuleBroken `invalid-quantity`, `unknown-unit`
 */
export function parseQuantity(text: string, unitCode: string): bigint {
  if (!isUnitCode(unitCode)) throw new RuleBroken('unknown-unit', 'the unit is no known code of UN/ECE Rec 20');
  const value = scaled(text, QUANTITY_PLACES);
  if (value === undefined || value <= 0n || value > LARGEST * 10n ** BigInt(QUANTITY_PLACES)) {
    throw new RuleBroken('invalid-quantity', `a quantity is above 0, with at most ${QUANTITY_PLACES} places`);
  }
  return value;
}

/**
 * Reads the price of one unit, in hundred-millionths: 0 or more, up to 8 places (EN 16931 sets no bound; UBL-TR
 * shows 8).
 *
 * @throws RuleBroken `invalid-unit-price`
 */
export function parseUnitPrice(text: string): bigint {
  const value = text.startsWith('-') ? undefined : scaled(text, UNIT_PRICE_PLACES);
  if (value === undefined || value > LARGEST * 10n ** BigInt(UNIT_PRICE_PLACES)) {
    throw new RuleBroken('invalid-unit-price', `a unit price is 0 or more, with at most ${UNIT_PRICE_PLACES} places`);
  }
  return value;
}

/**
 * The price of one unit, to 8 places, that times the quantity gives the amount.
 *
 * @throws RuleBroken `invalid-unit-price` for an amount below 0, `invalid-quantity`, `unknown-unit`, `unknown-currency`
 */
export function unitPriceOf(
  amountMinor: number,
  { quantity, unitCode }: { readonly quantity: string; readonly unitCode: string },
  currency: string,
): string {
  const scale = 10n ** BigInt(UNIT_PRICE_PLACES + QUANTITY_PLACES - minorDigits(currency));
  const price = roundedQuotient(BigInt(amountMinor) * scale, parseQuantity(quantity, unitCode));
  const text = withoutZeros(unscaled(price, UNIT_PRICE_PLACES));
  parseUnitPrice(text);
  return text;
}
