/** Legal, though no check digit fits: a final consumer who gives no id (TCKN), and a buyer from abroad (VKN). */
export const PLACEHOLDER_TAX_IDS: readonly string[] = ['11111111111', '2222222222'];

/** Completes nine digits to a tax number of a company (VKN) with its check digit. */
export function companyTaxId(nineDigits: string): string {
  const sum = digitsOf(nineDigits).reduce((total, digit, index) => {
    const shifted = (digit + 9 - index) % 10;
    const folded = shifted === 0 ? 0 : (shifted * 2 ** (9 - index)) % 9 || 9;
    return total + folded;
  }, 0);
  return `${nineDigits}${(10 - (sum % 10)) % 10}`;
}

/** Completes nine digits, the first not 0, to an identity number of a person (TCKN) with its two check digits. */
export function personTaxId(nineDigits: string): string {
  const digits = digitsOf(nineDigits);
  const odd = digits.filter((_, index) => index % 2 === 0).reduce(add, 0);
  const even = digits.filter((_, index) => index % 2 === 1).reduce(add, 0);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return `${nineDigits}${tenth}${(odd + even + tenth) % 10}`;
}

/** Tells whether the check digits of a VKN or TCKN fit, or it is one of the two legal placeholders. */
export function isTaxId(text: string): boolean {
  if (PLACEHOLDER_TAX_IDS.includes(text)) return true;
  if (/^\d{10}$/.test(text)) return companyTaxId(text.slice(0, 9)) === text;
  return /^[1-9]\d{10}$/.test(text) && personTaxId(text.slice(0, 9)) === text;
}

function digitsOf(text: string): number[] {
  return [...text].map(Number);
}

function add(sum: number, digit: number): number {
  return sum + digit;
}
