/** A statement, or a page of one, as it stands in the row of an account's statements. */
export interface ChainLink {
  readonly id: string;
  /** The day of the balance that it ends with. */
  readonly date: string;
  readonly statementId: string;
  readonly number: string | null;
  readonly page: number;
  /** Null where neither told nor known from its end and its entries. Below zero is owed to the bank. */
  readonly opening: number | null;
  /** Where the next may go on: at the balance told, or where its entries lead; none where neither is known. */
  readonly closings: readonly number[];
}

/** Something is missing before a statement: it opens otherwise than the one before it ended. */
export interface BalanceGap {
  readonly after: string;
  readonly expectedMinor: number;
  readonly actualMinor: number;
}

/**
 * How statements of one account and currency differ from where the one before them ended, by id; null where they go on.
 *
 * They follow each other by day, on a day by number, and the pages of one by page. Those of a day without numbers are
 * put in the order in which their balances follow each other, if there is one. Of the first nothing is told, as none
 * is known before it, and where a balance is not known it goes on.
 */
export function gapsIn(links: readonly ChainLink[]): Map<string, BalanceGap | null> {
  const gaps = new Map<string, BalanceGap | null>();
  let before: ChainLink | undefined;
  for (const link of inOrder(links)) {
    if (before) gaps.set(link.id, gapBetween(before, link));
    before = link;
  }
  return gaps;
}

function gapBetween(before: ChainLink, link: ChainLink): BalanceGap | null {
  const [expectedMinor] = before.closings;
  if (expectedMinor === undefined || link.opening === null || goesOn(before, link)) return null;
  return { after: before.id, expectedMinor, actualMinor: link.opening };
}

/** Some banks tell the balances of the whole statement on each of its pages. */
function goesOn(before: ChainLink, link: ChainLink): boolean {
  if (link.opening === null || before.closings.includes(link.opening)) return true;
  const ofOne = before.statementId === link.statementId && before.page < link.page;
  return ofOne && before.opening === link.opening && before.closings[0] === link.closings[0];
}

/** A statement with its pages. */
interface Whole {
  readonly pages: readonly ChainLink[];
  readonly number: string | null;
  readonly opening: number | null;
  readonly closings: readonly number[];
}

function inOrder(links: readonly ChainLink[]): ChainLink[] {
  const days = [...Map.groupBy(links, ({ date }) => date)].sort(([one], [other]) => (one < other ? -1 : 1));
  const ordered: ChainLink[] = [];
  for (const [, ofDay] of days) {
    const wholes = [...Map.groupBy(ofDay, ({ statementId }) => statementId).values()].map(wholeOf);
    const next = numbered(wholes) ?? chained(wholes, ordered.at(-1)?.closings ?? []);
    ordered.push(...next.flatMap(({ pages }) => pages));
  }
  return ordered;
}

function wholeOf(links: readonly ChainLink[]): Whole {
  const pages = [...links].sort((one, other) => one.page - other.page);
  return {
    pages,
    number: pages[0]?.number ?? null,
    opening: pages[0]?.opening ?? null,
    closings: pages.at(-1)?.closings ?? [],
  };
}

/** By their numbers, where each has one of its own. */
function numbered(wholes: readonly Whole[]): Whole[] | undefined {
  const numbers = new Set(wholes.map(({ number }) => number));
  if (numbers.has(null) || numbers.size < wholes.length) return undefined;
  return [...wholes].sort((one, other) => (BigInt(one.number ?? 0) < BigInt(other.number ?? 0) ? -1 : 1));
}

/** By their balances: each goes on where the one before it ended, as far as there is such a one. */
function chained(wholes: readonly Whole[], from: readonly number[]): Whole[] {
  const left = new Set(wholes);
  const ordered: Whole[] = [];
  let end = from;
  while (left.size > 0) {
    const next = following(left, end);
    if (!next) break;
    left.delete(next);
    ordered.push(next);
    end = next.closings;
  }
  return ordered;
}

/** The one that goes on at this balance: first one that stays there, then one after which another goes on. */
function following(left: ReadonlySet<Whole>, end: readonly number[]): Whole | undefined {
  const all = [...left];
  const openings = Map.groupBy(all, ({ opening }) => opening);
  const leads = (one: Whole): boolean => one.closings.some((at) => openings.get(at)?.some((other) => other !== one));
  const fit = all.filter(({ opening }) => opening !== null && end.includes(opening));
  const stays = fit.find(({ opening, closings }) => opening !== null && closings.includes(opening));
  return stays ?? fit.find(leads) ?? fit[0] ?? firstOf(all);
}

/** Of statements that go on nowhere, one that none of the others leads to. */
function firstOf(all: readonly Whole[]): Whole | undefined {
  const leading = new Map<number, Whole[]>();
  for (const one of all) for (const end of one.closings) leading.set(end, [...(leading.get(end) ?? []), one]);
  const isLed = (one: Whole): boolean =>
    one.opening !== null && (leading.get(one.opening) ?? []).some((other) => other !== one);
  return all.find((one) => !isLed(one)) ?? all[0];
}
