import { runsOf } from './folded-text.js';

const FORM = /^RF\d{2}[A-Z0-9]{1,21}$/;

/** A creditor reference of ISO 11649, or something of its form whose check digits are wrong. */
export type CreditorReference = { readonly valid: true; readonly body: string } | { readonly valid: false };

/** Reads a text that is, as a whole, of the form of a creditor reference: `RF18 5390 0754 7034`. */
export function creditorReferenceOf(text: string): CreditorReference | undefined {
  if (!/^[\p{L}\p{N}\s-]{1,60}$/u.test(text)) return undefined;
  const plain = runsOf(text)
    .map((run) => run.text)
    .join('');
  if (!FORM.test(plain)) return undefined;
  return hasRightCheckDigits(plain) ? { valid: true, body: plain.slice(4) } : { valid: false };
}

/** ISO 7064 MOD 97-10 over the body, the prefix and the check digits, with letters as 10 to 35. */
function hasRightCheckDigits(reference: string): boolean {
  let remainder = 0;
  for (const character of reference.slice(4) + reference.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
