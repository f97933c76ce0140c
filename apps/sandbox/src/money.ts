const AMOUNT = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/;
const DECIMAL = /^(\d{1,13})(?:\.(\d{1,8}))?$/;

/** A decimal as an integer and the power of ten that it was multiplied with. */
export interface Scaled {
  readonly digits: bigint;
  readonly scale: bigint;
}

/** Reads an amount of at most two decimals as integer kuruş; anything else is `undefined`. */
export function toKurus(text: string): bigint | undefined {
  const match = AMOUNT.exec(text);
  if (!match) return undefined;
  const kurus = BigInt(match[2] + (match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -kurus : kurus;
}

/** Writes integer kuruş as a decimal string of two places. */
export function fromKurus(kurus: bigint): string {
  const digits = (kurus < 0n ? -kurus : kurus).toString().padStart(3, '0');
  return `${kurus < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads a non-negative decimal of up to eight places exactly; anything else is `undefined`. */
export function toScaled(text: string): Scaled | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  return { digits: BigInt(match[1] + fraction), scale: 10n ** BigInt(fraction.length) };
}

/** Divides and rounds half away from zero; the divisor is positive. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = dividend < 0n ? -divisor : divisor;
  return (2n * dividend + half) / (2n * divisor);
}

/** The sum of the amounts. */
export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
