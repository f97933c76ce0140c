/** Stands for a final consumer (NİHAİ TÜKETİCİ) without an id on an e-Arşiv invoice; fails its check digits by design. */
export const FINAL_CONSUMER_TCKN = '11111111111';

/** Stands for a foreign buyer without a Turkish tax number; fails the check digit by design. */
export const FOREIGN_BUYER_VKN = '2222222222';

/**
 * Tells whether the text is a VKN (vergi kimlik numarası): 10 digits, the last of which checks the others.
 *
 * Digit i (1 to 9) counts as t = (d + 10 - i) mod 10, then t x 2^(10-i) mod 9, where a 0 that comes from t other than 0
 * counts 9. The placeholder {@link FOREIGN_BUYER_VKN} is no VKN.
 */
export function isVkn(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false;
  const digits = [...text].map(Number);
  let sum = 0;
  for (let index = 0; index < 9; index += 1) {
    const shifted = (digits[index]! + 9 - index) % 10;
    const weighted = (shifted * 2 ** (9 - index)) % 9;
    sum += shifted !== 0 && weighted === 0 ? 9 : weighted;
  }
  return (10 - (sum % 10)) % 10 === digits[9];
}

/**
 * Tells whether the text is a TCKN (Türkiye Cumhuriyeti kimlik numarası): 11 digits, the first not 0, two check digits.
 *
 * The 10th is (7 x the sum of the odd places - the sum of the even places) mod 10, the 11th the sum of the first ten
 * mod 10. The placeholder {@link FINAL_CONSUMER_TCKN} is no TCKN.
 */
export function isTckn(text: string): boolean {
  if (!/^[1-9]\d{10}$/.test(text)) return false;
  const digits = [...text].map(Number);
  const sum = (from: number, to: number, step: number): number => {
    let total = 0;
    for (let index = from; index <= to; index += step) total += digits[index]!;
    return total;
  };
  const tenth = (7 * sum(0, 8, 2) - sum(1, 7, 2) + 100) % 10;
  return tenth === digits[9] && sum(0, 9, 1) % 10 === digits[10];
}
