/** A run of letters or of digits in a text, in capitals A-Z without marks; `start` and `end` are its place there. */
export interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const LETTERS = /^[A-Z]+$/;
const DIGITS = /^[0-9]+$/;

const Kind = { letters: 'letters', digits: 'digits' } as const;

/**
 * The runs of letters and of digits in a text, as banks and payers write the same number: case, marks (ş, İ, ı) and
 * whatever stands between runs make no difference.
 *
 * A mark or an invisible character inside a run does not end it; any other character does. Linear in the text.
 */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let run = { text: '', start: 0, end: 0, kind: undefined as keyof typeof Kind | undefined };
  const close = (): void => {
    if (run.kind) runs.push({ text: run.text, start: run.start, end: run.end });
  };
  let place = 0;
  for (const character of text) {
    const start = place;
    place += character.length;
    const plain = folding(character);
    if (plain === '') continue;
    const kind = kindOf(plain);
    if (kind === undefined || kind !== run.kind) {
      close();
      run = { text: '', start, end: start, kind };
    }
    run.text += plain;
    run.end = place;
  }
  close();
  return runs;
}

/** A text without anything but its letters and digits, folded: 'moda-1001' and 'MODA 1001' are both 'MODA1001'. */
export function folded(text: string): string {
  return runsOf(text)
    .map((run) => run.text)
    .join('');
}

function kindOf(plain: string): keyof typeof Kind | undefined {
  if (LETTERS.test(plain)) return Kind.letters;
  return DIGITS.test(plain) ? Kind.digits : undefined;
}

const foldings = new Map<string, string>();
const KNOWN_AT_MOST = 5_000;

/** A character in capitals and without marks, nothing for an invisible one; what was found once is looked up. */
function folding(character: string): string {
  const known = foldings.get(character);
  if (known !== undefined) return known;
  const plain = character
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace('ı', 'I')
    .toUpperCase();
  if (foldings.size < KNOWN_AT_MOST) foldings.set(character, plain);
  return plain;
}
