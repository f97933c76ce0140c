/** A run of letters or of digits in a text, in capitals A-Z without marks; `start` and `end` are its place there. */
export interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const INVISIBLE = /^[\p{M}\p{Cf}]+$/u;
const LETTERS = /^[A-Z]+$/;
const DIGITS = /^[0-9]+$/;

/**
 * The runs of letters and of digits in a text, as banks and payers write the same number: case, marks (ş, İ, ı) and
 * whatever stands between runs make no difference.
 *
 * A mark or an invisible character inside a run does not end it; any other character does. Linear in the text.
 */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let kind: RegExp | undefined;
  let place = 0;
  for (const character of text) {
    const start = place;
    place += character.length;
    if (INVISIBLE.test(character)) continue;
    const folded = fold(character);
    const found = LETTERS.test(folded) ? LETTERS : DIGITS.test(folded) ? DIGITS : undefined;
    const last = runs.at(-1);
    if (found && found === kind && last) runs[runs.length - 1] = { ...last, text: last.text + folded, end: place };
    else if (found) runs.push({ text: folded, start, end: place });
    kind = found;
  }
  return runs;
}

/** A text without anything but its letters and digits, folded: 'moda-1001' and 'MODA 1001' are both 'MODA1001'. */
export function folded(text: string): string {
  return runsOf(text)
    .map((run) => run.text)
    .join('');
}

function fold(character: string): string {
  return character.normalize('NFKD').replace(/\p{M}/gu, '').replace('ı', 'I').toUpperCase();
}
