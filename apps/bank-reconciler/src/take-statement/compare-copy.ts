import { createHash } from 'node:crypto';
import { decimalFromMinor } from '@kervan/commerce';
import type { BankStatement, Entry } from '../camt/statement.js';
import { closingBalances, openingBalances, signed, type ToldBalance } from '../findings/balance-findings.js';
import { type Finding, findingAt, FindingCode } from '../findings/finding.js';
import { type Compared, compareEntries, copiedEntries, type KnownEntry } from './same-entries.js';

/** What is kept of a statement that came before: itself, and the copies that have added to it. */
export interface KeptStatement {
  readonly page: number;
  readonly hasOtherPages: boolean;
  /** Whether the balances that it came with held. */
  readonly addsUp: boolean;
  /** Those of the statement, and those that it ends with since its fullest copy. */
  readonly opening: readonly ToldBalance[];
  readonly closing: readonly ToldBalance[];
  /** What is in effect. */
  readonly entries: readonly KnownEntry[];
  /** What only copies hold that wait for a person. */
  readonly waiting: readonly KnownEntry[];
}

/** What a copy tells beside what is kept. */
export interface ComparedCopy {
  /** Booked entries that are not known yet, or wait of another amount. */
  readonly fresh: readonly Entry[];
  /** That it adds entries, or what it says otherwise; nothing where it is the same again. */
  readonly findings: readonly Finding[];
}

/** Whether a copy has all that is kept, and more. */
export function isFuller({ findings }: ComparedCopy): boolean {
  return findings.some(({ code }) => code === FindingCode.fullerCopy);
}

/**
 * Compares a copy with what is kept of its statement.
 *
 * An interim statement may be followed by the whole one: that has every entry that is kept, opens alike, and only adds.
 * A copy that lacks one, has another amount or balance, or adds where that cannot be told, contradicts it. In pages an
 * entry may have moved to one that is in effect already; and what the bank calls a copy has nothing to add. What waits
 * in another copy is not added once more, and contradicts nothing.
 */
export function compareCopy(statement: BankStatement, kept: KeptStatement): ComparedCopy {
  const copied = copiedEntries(statement);
  const known = compareEntries(kept.entries, copied);
  const all = compareEntries([...kept.entries, ...kept.waiting], copied);
  const waiting = new Set(kept.waiting);
  const otherwise = all.changed.filter((pair) => waiting.has(pair.kept)).map((pair) => pair.copied);
  const fresh = [...all.fresh, ...otherwise].map(({ entry }) => entry);
  const against = contradictions(statement, kept, known, fresh.length > 0);
  if (against.length > 0) return { fresh, findings: [contradicting(statement, CONTRADICTS), ...against] };
  return { fresh, findings: fresh.length > 0 ? [fuller(statement, fresh.length)] : [] };
}

const CONTRADICTS =
  'The statement came before, with other entries or balances. Nothing of this copy is matched: ask the bank which of the two is right. Release it to have matched what only this one holds; what the other one holds too much is settled in the books.';

function contradictions(
  statement: BankStatement,
  kept: KeptStatement,
  { fresh, gone, changed }: Compared,
  adds: boolean,
): Finding[] {
  const paged = kept.page > 1 || kept.hasOtherPages || !statement.lastPage;
  return [
    ...changed.map(({ kept: before, copied }) =>
      findingAt(copied.entry.at, FindingCode.contradictingCopy, `It came as ${before.name}, of another amount.`, {
        expected: amountOf(before),
        actual: amountOf(copied),
      }),
    ),
    ...gone.map((before) =>
      contradicting(statement, `The entry ${before.name}, which came before, is not in this copy.`, {
        expected: amountOf(before),
        actual: 'no such entry',
      }),
    ),
    ...(kept.addsUp ? balanceContradictions(statement, kept, fresh.length === 0) : []),
    ...(adds && paged ? [contradicting(statement, IN_PAGES)] : []),
    ...(adds && statement.copy ? [contradicting(statement, CALLED_COPY)] : []),
  ];
}

const IN_PAGES = 'The statement is told in pages, and what is new on this one may have come on another.';
const CALLED_COPY = 'The bank calls this a copy, and yet it holds entries that have not come before.';

function balanceContradictions(statement: BankStatement, kept: KeptStatement, isWhole: boolean): Finding[] {
  const { page } = statement;
  const opened = differing(openingBalances({ balances: kept.opening, page }), openingBalances(statement));
  const ended = isWhole
    ? differing(closingBalances({ balances: kept.closing, lastPage: false }), closingBalances({ ...statement, lastPage: false }))
    : [];
  return [
    ...opened.map((told) => contradicting(statement, 'It opened at another balance before.', told)),
    ...ended.map((told) => contradicting(statement, 'With the same entries it ended at another balance before.', told)),
  ];
}

interface Difference {
  readonly expected: string;
  readonly actual: string;
}

function differing(
  before: ReadonlyMap<string, ToldBalance>,
  now: ReadonlyMap<string, ToldBalance>,
): Difference[] {
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((currency) => {
    const [one, other] = [before.get(currency), now.get(currency)];
    if (one && other && signed(one) === signed(other)) return [];
    const shown = (balance: ToldBalance | undefined): string =>
      balance ? `${decimalFromMinor(signed(balance), currency)} ${currency}` : `no balance in ${currency}`;
    return [{ expected: shown(one), actual: shown(other) }];
  });
}

function amountOf({ minor, currency }: KnownEntry): string {
  return `${decimalFromMinor(minor, currency)} ${currency}`;
}

function fuller(statement: BankStatement, added: number): Finding {
  const detail = `The statement came before with fewer entries. The ${added} that are new are taken from this copy; what came before stays as it is.`;
  return findingAt(statement.at, FindingCode.fullerCopy, detail);
}

function contradicting(statement: BankStatement, detail: string, told: Partial<Difference> = {}): Finding {
  return findingAt(statement.at, FindingCode.contradictingCopy, detail, told);
}

/** Tells whether two copies say the very same, wherever it stands in their files. */
export function contentHash({ balances, entries }: BankStatement): Buffer {
  const plain = (key: string, value: unknown): unknown =>
    key === 'at' ? undefined : typeof value === 'bigint' ? String(value) : value;
  return createHash('sha256').update(JSON.stringify([balances, entries], plain)).digest();
}

/** What is told of a page where an entry of it came on another page before. */
export function movedFinding(statement: BankStatement, moved: readonly KnownEntry[]): Finding[] {
  const [first] = moved;
  if (!first) return [];
  const detail = `Entries of this page came on another page before, such as ${first.name}. Nothing of it is matched: decide each line, or release the page where all of it is new.`;
  return [contradicting(statement, detail)];
}
