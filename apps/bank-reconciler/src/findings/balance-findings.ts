import { decimalFromMinor, sumMinor } from '@kervan/commerce';
import { type Balance, type BankStatement, EntryStatus } from '../camt/statement.js';
import { type Finding, findingAt, FindingCode } from './finding.js';

/**
 * Whether opening balance plus booked entries is the closing balance, in each currency.
 *
 * The balance that closed the statement before (PRCD) may stand for the opening one (OPBD); a page of a longer
 * statement may open and close by an interim balance (ITBD). Of several the earliest opens and the latest closes, of
 * those of one day the first and the last that are told.
 */
export function balanceFindings(statement: BankStatement): Finding[] {
  const opening = openingBalances(statement);
  const closing = closingBalances(statement);
  const currencies = new Set([...opening.keys(), ...closing.keys()]);
  if (opening.size === 0 || closing.size === 0) return missing(statement, opening.size === 0, closing.size === 0);
  for (const entry of booked(statement)) currencies.add(entry.currency);
  return [...currencies].flatMap((currency) => {
    const end = closing.get(currency);
    const start = opening.get(currency);
    const expected = sumMinor([
      signed(start),
      ...booked(statement)
        .filter((entry) => entry.currency === currency)
        .map(signed),
    ]);
    if (start && end && expected === signed(end)) return [];
    const actual = end ? `${decimalFromMinor(signed(end), currency)} ${currency}` : `no closing balance in ${currency}`;
    const detail = start
      ? 'Opening balance and booked entries do not add up to the closing balance.'
      : `There is no opening balance in ${currency}.`;
    const told = { expected: `${decimalFromMinor(expected, currency)} ${currency}`, actual };
    return [findingAt(end?.at ?? start?.at ?? statement.at, FindingCode.balanceMismatch, detail, told)];
  });
}

function missing(statement: BankStatement, opening: boolean, closing: boolean): Finding[] {
  const balances = [...(opening ? ['opening (OPBD or PRCD)'] : []), ...(closing ? ['closing (CLBD)'] : [])];
  return balances.map((balance) =>
    findingAt(statement.at, FindingCode.missingBalance, `The statement has no ${balance} balance.`),
  );
}

function booked({ entries }: BankStatement): BankStatement['entries'] {
  return entries.filter(({ status }) => status === EntryStatus.booked);
}

/** An amount of an account: what is owed to the bank is below zero. */
export function signed(amount: { readonly minor: number; readonly credit: boolean } | undefined): number {
  if (!amount || amount.minor === 0) return 0;
  return amount.credit ? amount.minor : -amount.minor;
}

/** A balance as it is told, or kept. */
export type ToldBalance = Omit<Balance, 'at'>;

/** The balance of each currency that a statement, or its page, begins with. */
export function openingBalances<T extends ToldBalance>({
  balances,
  page,
}: {
  readonly balances: readonly T[];
  readonly page: number;
}): Map<string, T> {
  const byDate = [...balances].sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
  const types = page > 1 ? ['OPBD', 'PRCD', 'ITBD'] : ['OPBD', 'PRCD'];
  return firstOfEach(types, byDate);
}

/** The balance of each currency that a statement ends with; a page that is not the last may end with an interim one. */
export function closingBalances<T extends ToldBalance>({
  balances,
  lastPage,
}: {
  readonly balances: readonly T[];
  readonly lastPage: boolean;
}): Map<string, T> {
  const latest = balances.toReversed();
  const byDate = latest.sort((one, other) => (one.date > other.date ? -1 : one.date < other.date ? 1 : 0));
  return firstOfEach(lastPage ? ['CLBD'] : ['CLBD', 'ITBD'], byDate);
}

/** The first balance of each currency, of the first of the types that it has. */
function firstOfEach<T extends ToldBalance>(types: readonly string[], balances: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const type of types) {
    for (const balance of balances) {
      if (balance.type === type && !found.has(balance.currency)) found.set(balance.currency, balance);
    }
  }
  return found;
}
