/** Tells whether the text is a GTIN: 8, 12, 13 or 14 digits, the last a right check digit (GS1 GenSpecs 7.9). */
export function isGtin(text: string): boolean {
  return /^(?:\d{8}|\d{12,14})$/.test(text) && hasGs1CheckDigit(text);
}

/** Tells whether the text is a GLN: 13 digits with a right check digit (GS1 GenSpecs 7.9). */
export function isGln(text: string): boolean {
  return /^\d{13}$/.test(text) && hasGs1CheckDigit(text);
}

function hasGs1CheckDigit(text: string): boolean {
  const digits = [...text].map(Number).reverse();
  const sum = digits.slice(1).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === digits[0];
}
