const PLAIN = /^(-?(?:0|[1-9]\d{0,17}))(?:\.(\d{1,18}))?$/;

/**
 * Reads a plain decimal as a whole number of its last place: '12.5' in 2 places is 1250. Exact; no exponent, no plus
 * sign, no leading zeros, a point as separator, at most `places` digits after it. Returns `undefined` for anything else.
 */
export function scaled(text: string, places: number): bigint | undefined {
  const parts = PLAIN.exec(text);
  const fraction = parts?.[2] ?? '';
  return parts && fraction.length <= places ? BigInt(parts[1] + fraction.padEnd(places, '0')) : undefined;
}

/** Writes a whole number of the last of so many places as a decimal with all of them: 1250 in 2 places is '12.50'. */
export function unscaled(value: number | bigint, places: number): string {
  if (places === 0) return String(value);
  const digits = String(value < 0 ? -value : value).padStart(places + 1, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** A decimal without the zeros at the end of its fraction: '20' of '20.00'. */
export function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/**
 * The quotient rounded to an integer, half away from zero, as commerce and tax offices do (EN 16931 section 7,
 * "half up"); exact before that. The divisor is above 0.
 */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const rounded = (2n * (dividend < 0n ? -dividend : dividend) + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}
