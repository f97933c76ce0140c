import type { DatabaseTransaction } from '@kervan/messaging';
import { closingBalances, openingBalances, signed, type ToldBalance } from '../findings/balance-findings.js';
import { type BalanceGap, type ChainLink, gapsIn } from './balance-chain.js';

/** Where a statement stands in the row of its account's statements. */
export interface ChainPlace {
  readonly account: string;
  readonly currency: string;
  readonly date: string;
}

/** No account has more statements of one day; of a day with more nothing is said. */
const MOST_OF_A_DAY = 200;

/**
 * Tells anew which statements around a day go on where the one before them ended, and which leave a gap.
 *
 * To be called in the transaction in which one of that day comes into effect, or gives way: a gap opens, or is closed,
 * at the next one, too, and at the other pages of its statement. In effect are also blocked ones, which have come, unless they contradict one that is. Of an
 * account without any before, or where nothing tells the balance, nothing is said.
 *
 * A gap keeps nothing from being matched. It stays open until what is missing comes, or a person closes it; then the same one stays
 * closed.
 */
export async function followBalances(db: DatabaseTransaction, place: ChainPlace): Promise<void> {
  const rows = await rowsAround(db, place);
  const ofDays = Map.groupBy(rows, ({ date }) => date);
  if ([...ofDays.values()].some(({ length }) => length > MOST_OF_A_DAY)) return;
  const links = linksOf(rows, place.currency);
  const gaps = gapsIn(links);
  const ofDay = new Set(ofDays.get(place.date)?.map(({ of }) => of));
  const pages = new Set(links.filter(({ id }) => ofDay.has(id)).map(wholeOf));
  const before = new Set(rows.filter(({ date }) => date < place.date).map(({ of }) => of));
  const told = links.filter((link) => !before.has(link.id) || pages.has(wholeOf(link)));
  const known = told.filter(({ id, date }) => gaps.has(id) || date >= place.date);
  await keepGaps(
    db,
    known.map(({ id }) => ({ id, gap: gaps.get(id) ?? null })),
  );
}

/** What a page has in common with the others of its statement, which may be dated otherwise, as its last alone tells the end. */
function wholeOf({ date, statementId }: ChainLink): string {
  return JSON.stringify([date, statementId]);
}

/** Tells anew of each of these days, once. */
export async function followAll(db: DatabaseTransaction, places: readonly ChainPlace[]): Promise<void> {
  const days = new Map(places.map((place) => [`${place.account} ${place.currency} ${place.date}`, place]));
  for (const place of days.values()) await followBalances(db, place);
}

interface ChainRow {
  readonly id: string;
  readonly of: string;
  readonly date: string;
  readonly statementId: string;
  readonly number: string | null;
  readonly page: number;
  readonly balances: readonly ToldBalance[];
  readonly movement: number | null;
}

/** What is in effect of the day, of the two days before it that have any, and of the next. */
function rowsAround(db: DatabaseTransaction, { account, currency, date }: ChainPlace): Promise<ChainRow[]> {
  const inRow = `account = $1 AND currency = $2 AND state <> 'duplicate'`;
  return db.query<ChainRow>(
    `WITH day AS (
       (SELECT DISTINCT statement_date FROM bank_statement WHERE ${inRow} AND statement_date < $3
        ORDER BY statement_date DESC LIMIT 2)
       UNION ALL SELECT $3::date
       UNION ALL
       (SELECT DISTINCT statement_date FROM bank_statement WHERE ${inRow} AND statement_date > $3
        ORDER BY statement_date LIMIT 1))
     SELECT one.id, coalesce(adds_to, one.id) AS of, day.statement_date::text AS date, statement_id AS "statementId",
       coalesce(electronic_number, legal_number)::text AS number, page, balances, movement_minor::float8 AS movement
     FROM day CROSS JOIN LATERAL (
       SELECT id, adds_to, statement_id, electronic_number, legal_number, page, balances, movement_minor
       FROM bank_statement WHERE ${inRow} AND statement_date = day.statement_date AND (adds_to IS NULL OR state <> 'blocked')
       LIMIT ${MOST_OF_A_DAY + 1}) AS one
     ORDER BY day.statement_date, one.id`,
    [account, currency, date],
  );
}

function linksOf(rows: readonly ChainRow[], currency: string): ChainLink[] {
  return [...Map.groupBy(rows, ({ of }) => of).values()].flatMap((versions) => {
    const [original] = versions;
    return original ? [linkOf(original, versions, currency)] : [];
  });
}

/** A statement begins as it first came, and ends as its fullest copy does. */
function linkOf(original: ChainRow, versions: readonly ChainRow[], currency: string): ChainLink {
  const { of: id, statementId, number, page } = original;
  const { balances } = versions.at(-1) ?? original;
  const told = openingBalances(original).get(currency);
  const end = closingBalances({ balances, lastPage: false }).get(currency);
  const movement = sumOf(versions.map((version) => version.movement));
  const opening = told ? signed(told) : end && movement !== null ? signed(end) - movement : null;
  const reached = opening !== null && movement !== null ? [opening + movement] : [];
  const closings = [...new Set([...(end ? [signed(end)] : []), ...reached])];
  return { id, date: end?.date ?? original.date, statementId, number, page, opening, closings };
}

function sumOf(movements: readonly (number | null)[]): number | null {
  return movements.reduce((sum, movement) => (sum === null || movement === null ? null : sum + movement), 0);
}

async function keepGaps(
  db: DatabaseTransaction,
  told: readonly { readonly id: string; readonly gap: BalanceGap | null }[],
): Promise<void> {
  await db.query(
    `UPDATE bank_statement AS one
     SET gap = told.gap, gap_since = CASE WHEN told.gap IS NULL THEN NULL ELSE coalesce(one.gap_since, now()) END
     FROM unnest($1::uuid[], $2::jsonb[]) AS told (id, gap)
     WHERE one.id = told.id AND one.gap IS DISTINCT FROM told.gap`,
    [told.map(({ id }) => id), told.map(({ gap }) => gap && JSON.stringify(gap))],
  );
}
