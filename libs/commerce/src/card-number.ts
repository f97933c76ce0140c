/** 13 to 19 digits, as cards have them, with signs between that people write there. */
const CARD_NUMBER = /^\d(?:[ ._/-]*\d){12,18}$/;
/** What the numbers of American Express, Diners Club, JCB, Visa, Mastercard, Maestro, Discover, UnionPay, Mir and Troy begin with. */
const SCHEME = /^(?:[3-6]|220[0-4]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720|9792)/;
const SHOWN = 4;

/**
 * The text, or where it is a card number its last four digits after a star for each other one: '************1111'.
 *
 * PCI DSS v4 (3.4.1) lets at most the first six and the last four digits be shown; no more than the last four is needed to
 * find a payment. A card number is known by its length, the first digits of its scheme and its check digit: of other numbers
 * of 13 to 19 digits some four in a hundred are taken for one.
 */
export function withCardNumberMasked(text: string): string {
  const digits = text.replace(/[ ._/-]/g, '');
  if (!CARD_NUMBER.test(text) || !SCHEME.test(digits) || !hasLuhnCheckDigit(digits)) return text;
  return '*'.repeat(digits.length - SHOWN) + digits.slice(-SHOWN);
}

/**
 * ISO/IEC 7812-1, Annex B (Luhn): from the right every second digit counts double, less 9 where that is above 9; the sum
 * is a multiple of 10.
 */
function hasLuhnCheckDigit(digits: string): boolean {
  const doubled = (digit: number): number => (digit > 4 ? 2 * digit - 9 : 2 * digit);
  const fromRight = [...digits].map(Number).reverse();
  const sum = fromRight.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : doubled(digit)), 0);
  return sum % 10 === 0;
}
