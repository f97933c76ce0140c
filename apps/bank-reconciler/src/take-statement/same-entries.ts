import { createHash } from 'node:crypto';
import { type BankStatement, type Entry, EntryStatus } from '../camt/statement.js';
import type { NewLine } from '../matching/bank-line.js';
import { isReference, partsOf } from './statement-lines.js';

/** What of a kept line tells its entry again. */
export interface KeptLine extends Pick<
  NewLine,
  'entryNumber' | 'reference' | 'amountMinor' | 'currency' | 'credit' | 'bookingDate' | 'bankReference'
> {
  readonly statement: string;
  readonly texts: NewLine['texts'];
  /** SHA-256 of its EndToEndId, in hex: all that is kept of that in the end. */
  readonly endToEndDigest: string | null;
  /** Whether its texts are kept no longer. */
  readonly forgotten: boolean;
}

/** A booked entry, as it is known again in another copy of its statement. */
export interface KnownEntry {
  /** How it is named to people. */
  readonly name: string;
  /** The bank's references; of a copy's entry each form in which it may have been kept. */
  readonly references: readonly string[];
  /** Below zero for a debit. */
  readonly minor: number;
  readonly currency: string;
  readonly day: string;
  readonly endToEnd: string;
  readonly texts: string;
  readonly forgotten: boolean;
}

/** An entry of the copy that is compared. */
export interface CopiedEntry extends KnownEntry {
  readonly entry: Entry;
}

/** What a copy says otherwise than what is kept. */
export interface Compared {
  /** Not known yet. */
  readonly fresh: readonly CopiedEntry[];
  /** Kept, and not in the copy. */
  readonly gone: readonly KnownEntry[];
  /** Under the same reference, of another amount. */
  readonly changed: readonly Pair[];
}

/** A kept entry, and the one of the copy that it is found in. */
export interface Pair {
  readonly kept: KnownEntry;
  readonly copied: CopiedEntry;
}

/**
 * Finds each kept entry again in a copy, each entry of which is found once.
 *
 * Two are the same by the reference of the bank and the amount; where one of them has no reference, by amount, day,
 * end-to-end id and texts, as many times as they come. What is left over of one reference has changed.
 */
export function compareEntries(kept: readonly KnownEntry[], copied: readonly CopiedEntry[]): Compared {
  const left = { kept: new Set(kept), copied: new Set(copied) };
  const named = ({ references }: KnownEntry): boolean => references.length > 0;
  const unnamed = (one: KnownEntry): boolean => !named(one);
  const any = (): boolean => true;
  pairOff(left, (one) => one.references.map((reference) => [reference, money(one), content(one)]), any, any);
  pairOff(left, (one) => one.references.map((reference) => [reference, money(one)]), any, any);
  for (const key of [content, contentWithoutTexts]) {
    const keyed = (one: KnownEntry): string[][] => [[money(one), key(one)]];
    const told = key === content ? any : ({ forgotten }: KnownEntry): boolean => forgotten;
    pairOff(left, keyed, (one) => unnamed(one) && told(one), any);
    pairOff(left, keyed, (one) => named(one) && told(one), unnamed);
  }
  const changed = pairOff(left, (one) => one.references.map((reference) => [reference]), any, any);
  return { fresh: [...left.copied], gone: [...left.kept], changed };
}

interface Left {
  readonly kept: Set<KnownEntry>;
  readonly copied: Set<CopiedEntry>;
}

/** Takes from both what has a key in common, one of the copy for one that is kept. */
function pairOff(
  left: Left,
  keysOf: (entry: KnownEntry) => readonly (readonly string[])[],
  ofKept: (entry: KnownEntry) => boolean,
  ofCopied: (entry: KnownEntry) => boolean,
): Pair[] {
  const byKey = new Map<string, CopiedEntry[]>();
  for (const copied of [...left.copied].filter(ofCopied).toReversed()) {
    for (const key of keysOf(copied).map((parts) => JSON.stringify(parts))) {
      const known = byKey.get(key);
      if (known) known.push(copied);
      else byKey.set(key, [copied]);
    }
  }
  const pairs: Pair[] = [];
  for (const kept of [...left.kept].filter(ofKept)) {
    const copied = keysOf(kept)
      .map((parts) => nextOf(byKey.get(JSON.stringify(parts)), left.copied))
      .find((one) => one !== undefined);
    if (!copied) continue;
    left.kept.delete(kept);
    left.copied.delete(copied);
    pairs.push({ kept, copied });
  }
  return pairs;
}

/** The next in the order of the copy that is not paired yet. */
function nextOf(listed: CopiedEntry[] | undefined, unpaired: ReadonlySet<CopiedEntry>): CopiedEntry | undefined {
  while (listed && listed.length > 0) {
    const next = listed.at(-1);
    if (next && unpaired.has(next)) return next;
    listed.pop();
  }
  return undefined;
}

function money({ minor, currency }: KnownEntry): string {
  return `${minor} ${currency}`;
}

function content({ day, endToEnd, texts }: KnownEntry): string {
  return JSON.stringify([day, endToEnd, texts]);
}

function contentWithoutTexts({ day, endToEnd }: KnownEntry): string {
  return JSON.stringify([day, endToEnd]);
}

/** The booked entries that kept lines were made of. */
export function keptEntries(lines: readonly KeptLine[]): KnownEntry[] {
  const byEntry = Map.groupBy(lines, ({ statement, entryNumber }) => `${statement} ${entryNumber}`);
  return [...byEntry.values()].map((ofEntry) => ({
    ...entryOf(ofEntry),
    forgotten: ofEntry.some(({ forgotten }) => forgotten),
  }));
}

/** The booked entries of a copy; what is only announced has no effect. */
export function copiedEntries(statement: BankStatement): CopiedEntry[] {
  return statement.entries
    .filter(({ status }) => status === EntryStatus.booked)
    .map((entry) => {
      const known = entryOf(partsOf(statement, entry).map((part) => ({ ...part, endToEndDigest: digestOf(part.endToEndId) })));
      const own = entry.bankReference !== null && isReference(entry.bankReference) ? [entry.bankReference] : [];
      return { ...known, references: [...new Set([...known.references, ...own])], forgotten: false, entry };
    });
}

function digestOf(endToEndId: string | null): string | null {
  return endToEndId === null ? null : createHash('sha256').update(endToEndId).digest('hex');
}

type Part = Omit<KeptLine, 'statement' | 'forgotten'>;

function entryOf(parts: readonly Part[]): Omit<KnownEntry, 'forgotten'> {
  const [first] = parts;
  const given = [...new Set(parts.flatMap(({ bankReference }) => bankReference ?? []).filter(isReference))];
  return {
    name: (first?.reference ?? '').replace(/\.\d+$/, ''),
    references: given.length > 0 ? [given.join('|')] : [],
    minor: parts.reduce((sum, { amountMinor, credit }) => sum + (credit ? amountMinor : -amountMinor), 0),
    currency: first?.currency ?? '',
    day: first?.bookingDate ?? '',
    endToEnd: JSON.stringify(parts.map(({ endToEndDigest }) => endToEndDigest)),
    texts: JSON.stringify(parts.map(({ texts }) => texts.map(({ field, text }) => [field, text]))),
  };
}
