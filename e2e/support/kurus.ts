/** A decimal string of kuruş. */
export function decimal(kurus: bigint): string {
  const digits = kurus.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A quotient of positive numbers, rounded half up. */
export function rounded(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

/** The tax of a rate in percent in a gross amount. */
export function taxIn(gross: bigint, rate: bigint): bigint {
  return rounded(gross * rate, 100n + rate);
}
