import { type StatementLine } from './channel-lines.js';
import { finding, type Finding } from './finding.js';
import { type BankLine } from './service-facts.js';
import { type Settlement } from './settlements.js';

/**
 * Each credit of the sandbox's bank is known once, as what it should be: matched with the order that it pays, or left to
 * a person. What a person has decided stands, and what pays an order that was paid otherwise may wait for a person. Of two that
 * pay an order, the one that is left to a person was never matched with it, as nobody amends what is paid here.
 */
export function checkBankLines(
  lines: readonly StatementLine[],
  known: readonly BankLine[],
  settlements: ReadonlyMap<string, Settlement>,
): Finding[] {
  const credits = lines.filter(({ direction }) => direction === 'credit');
  const listed = (line: StatementLine): BankLine[] =>
    known.filter(({ bankReference }) => bankReference === line.bankReference);
  const isPaidOtherwise = ({ orderNumber = '' }: StatementLine): boolean =>
    settlements.get(orderNumber)?.otherwise === true;
  const single = credits.flatMap((line) => {
    const [one, ...more] = listed(line);
    if (!one || more.length > 0) return [wrongly(line, `is known ${listed(line).length} times, not once`)];
    const left = isLeftToPerson(one);
    const fits =
      line.expectation === 'one-of-two' ||
      one.decided !== undefined ||
      left === (line.expectation === 'undecided') ||
      (left && isPaidOtherwise(line));
    if (!fits) return [wrongly(line, `is ${one.state}, expected ${line.expectation}`)];
    if (left || one.orderNumber === line.orderNumber) return [];
    return [wrongly(line, `is matched with ${one.orderNumber ?? 'no order'}, but pays ${line.orderNumber ?? 'none'}`)];
  });
  const pairs = Map.groupBy(
    credits.filter(({ expectation }) => expectation === 'one-of-two'),
    ({ orderNumber }) => orderNumber,
  );
  const doubled = [...pairs.values()].flatMap((pair) => {
    const left = pair.flatMap(listed).filter(isLeftToPerson);
    const [first] = pair;
    if (!first || (left.length === pair.length && isPaidOtherwise(first))) return [];
    if (left.length !== 1) return [wrongly(first, `of the two that paid its order, ${left.length} are left to a person`)];
    const wasMatched = left.some(({ orderNumber, decided }) => orderNumber !== undefined && decided === undefined);
    if (!wasMatched || isPaidOtherwise(first)) return [];
    return [wrongly(first, 'of the two that paid its order, the one that is left to a person was matched with it, too')];
  });
  return [...single, ...doubled];
}

function isLeftToPerson({ state, decided }: BankLine): boolean {
  return state === 'undecided' || decided !== undefined;
}

function wrongly({ bankReference }: StatementLine, detail: string): Finding {
  return finding('undecided-differs', bankReference, detail);
}
