/** 13 to 19 digits, as cards have them, with spaces and hyphens between. */
const CARD_NUMBER = /^\d(?:[ -]*\d){12,18}$/;
const SHOWN = 4;

/**
 * The text, or where it is a card number its last four digits after a star for each other one: '************1111'.
 *
 * PCI DSS v4 (3.4.1) lets at most the first six and the last four digits be shown; no more than the last four is needed to
 * find a payment. A card number is told by its length and check digit alone: of other numbers of 13 to 19 digits one in
 * ten is taken for one.
 */
export function withCardNumberMasked(text: string): string {
  const digits = text.replace(/[ -]/g, '');
  if (!CARD_NUMBER.test(text) || !hasLuhnCheckDigit(digits)) return text;
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
