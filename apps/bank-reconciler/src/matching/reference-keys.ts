import { folded, type Run, runsOf } from './folded-text.js';

/** A place in a text that may be a number of ours, and the number as it is compared. */
export interface Candidate {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const SHORTEST = 4;
const LONGEST = 40;
const MOST_RUNS = 8;
const SHORTEST_PLAIN_NUMBER = 6;

/** What is read of one text; banks repeat themselves after that. */
export const READ_CHARACTERS = 1_000;

/**
 * Whether a folded number tells one order from another: it holds a digit and is of 4 to 40 characters.
 *
 * A number of digits alone counts from 6 digits on: shorter ones are years, sums and house numbers as well.
 */
export function isKey(key: string): boolean {
  if (key.length < SHORTEST || key.length > LONGEST || !/\d/.test(key)) return false;
  return key.length >= SHORTEST_PLAIN_NUMBER || /\D/.test(key);
}

/** A number of ours as it is looked up, unless it tells nothing. */
export function keyOf(number: string): string | undefined {
  const key = folded(number);
  return isKey(key) ? key : undefined;
}

const DATE = String.raw`\d{1,2}([./ -])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([./-])\d{1,2}\2\d{1,2}`;
const SUM = String.raw`\d{1,3}(?:[.,' ]\d{3})+[.,]\d{1,2}|\d{1,3}(?:[.,]\d{3})+|\d+[.,]\d{2}`;
const DATE_OR_SUM = new RegExp(`(?<!\\d)(?:${DATE}|${SUM})(?!\\d)`, 'g');

/**
 * Everything in a text that may be a number of ours: each run of letters and digits, alone and with its next ones, as
 * if nothing stood between them.
 *
 * A number is never found inside a longer run: '1001' is not in '10015'. Digits alone are never taken from what is
 * written as a date or a sum: '20112026' is not in '20.11.2026', and '120000' not in '1.200,00'.
 */
export function candidatesIn(text: string): Candidate[] {
  const read = text.slice(0, READ_CHARACTERS + LONGEST);
  const runs = runsOf(read).filter(({ end }) => end <= READ_CHARACTERS);
  const datesAndSums = [...read.matchAll(DATE_OR_SUM)].map(({ 0: said, index }) => ({
    start: index,
    end: index + said.length,
  }));
  return runs
    .flatMap((_, first) => candidatesFrom(runs.slice(first, first + MOST_RUNS)))
    .filter((one) => /\D/.test(one.key) || !datesAndSums.some(({ start, end }) => start < one.end && one.start < end));
}

function candidatesFrom(runs: readonly Run[]): Candidate[] {
  const found: Candidate[] = [];
  const start = runs[0]?.start ?? 0;
  let key = '';
  for (const run of runs) {
    key += run.text;
    if (key.length > LONGEST) break;
    if (isKey(key)) found.push({ key, start, end: run.end });
  }
  return found;
}
