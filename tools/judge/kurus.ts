/** Reads a decimal string of at most two places as integer kuruş; anything else is `undefined`. */
export function kurusOf(text: string | undefined): bigint | undefined {
  const match = /^(-?\d+)(?:\.(\d{1,2}))?$/.exec(text ?? '');
  return match ? BigInt(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`) : undefined;
}

/** The sum of decimal strings in kuruş; `undefined` where one of them is no amount. */
export function sumOf(texts: readonly (string | undefined)[]): bigint | undefined {
  return texts
    .map(kurusOf)
    .reduce((sum, kurus) => (sum === undefined || kurus === undefined ? undefined : sum + kurus), 0n);
}

/** Tells whether two decimal strings are the same amount. */
export function sameAmount(a: string | undefined, b: string | undefined): boolean {
  const kurus = kurusOf(a);
  return kurus !== undefined && kurus === kurusOf(b);
}

/** Writes kuruş as a decimal string: `1234567.89`. */
export function decimalOf(kurus: bigint): string {
  const digits = (kurus < 0n ? -kurus : kurus).toString().padStart(3, '0');
  return `${kurus < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Writes kuruş for people: `1 234 567.89`. */
export function shownKurus(kurus: bigint): string {
  return decimalOf(kurus).replace(/\B(?=(\d{3})+\.)/g, ' ');
}
