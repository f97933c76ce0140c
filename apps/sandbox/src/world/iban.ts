/** Completes the 22 digits of a Turkish account to its IBAN (ISO 13616, modulo 97). */
export function turkishIban(account: string): string {
  const remainder = BigInt(`${account}292700`) % 97n;
  return `TR${String(98n - remainder).padStart(2, '0')}${account}`;
}
