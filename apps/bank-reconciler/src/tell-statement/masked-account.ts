/** An account's number as lists show it: `TR05 … 0038`; a short one not at all. */
export function maskedAccount(number: string): string {
  return number.length < 12 ? '…' : `${number.slice(0, 4)} … ${number.slice(-4)}`;
}
