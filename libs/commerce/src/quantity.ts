import { type Decimal, plainDecimal } from './decimal.js';
import { RuleBroken } from './rule-broken.js';
import { isUnitCode } from './unit-code.js';

const QUANTITY_PLACES = 6;
const UNIT_PRICE_PLACES = 8;
const LARGEST = 1e9;

/** How much of something: a positive decimal of up to 6 places, with its unit of UN/ECE Recommendation 20. */
export interface Quantity {
  readonly value: Decimal;
  readonly unitCode: string;
}

/**
 * Reads a quantity: above 0, at most a thousand million.
 *
 * @throws RuleBroken `invalid-quantity`, `unknown-unit`
 */
export function parseQuantity(text: string, unitCode: string): Quantity {
  if (!isUnitCode(unitCode)) throw new RuleBroken('unknown-unit', 'the unit is no known code of UN/ECE Rec 20');
  const value = plainDecimal(text, QUANTITY_PLACES);
  if (!value?.isPositive() || value.isZero() || value.gt(LARGEST)) {
    throw new RuleBroken('invalid-quantity', `a quantity is above 0, with at most ${QUANTITY_PLACES} places`);
  }
  return { value, unitCode };
}

/**
 * Reads the price of one unit: 0 or more, up to 8 places (EN 16931 sets no bound; UBL-TR shows 8).
 *
 * @throws RuleBroken `invalid-unit-price`
 */
export function parseUnitPrice(text: string): Decimal {
  const value = plainDecimal(text, UNIT_PRICE_PLACES);
  if (!value || value.isNegative() || value.gt(LARGEST)) {
    throw new RuleBroken('invalid-unit-price', `a unit price is 0 or more, with at most ${UNIT_PRICE_PLACES} places`);
  }
  return value;
}
