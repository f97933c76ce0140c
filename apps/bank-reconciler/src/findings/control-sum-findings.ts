import { minorDigits } from '@kervan/commerce';
import { type BankStatement, type ControlTotal, type Entry, EntryStatus } from '../camt/statement.js';
import { type Finding, findingAt, FindingCode } from './finding.js';

const PLACES = 5;

/**
 * Whether the bank's own counts and sums are those of what it sends: entries of a statement, transactions of an entry.
 *
 * The totals of a statement may, or may not, count the entries that are not booked.
 */
export function controlSumFindings(statement: BankStatement): Finding[] {
  return [
    ...statement.totals.flatMap((total) => totalFindings(statement, total)),
    ...statement.entries.flatMap((entry) => [...batchFindings(entry), ...detailFindings(entry)]),
  ];
}

function totalFindings({ entries }: BankStatement, total: ControlTotal): Finding[] {
  const counted = entries.filter(({ credit }) => total.of === 'all' || credit === (total.of === 'credits'));
  const booked = counted.filter(({ status }) => status === EntryStatus.booked);
  if (agrees(total, counted) || agrees(total, booked)) return [];
  const actual = `${total.count ?? 'no count'} of ${total.sum === null ? 'no sum' : inWords(total.sum)}`;
  const expected = `${booked.length} of ${inWords(sumOf(booked))}`;
  const detail = `The count or the sum of ${total.of === 'all' ? 'all entries' : total.of} is not that of the entries.`;
  return [findingAt(total.at, FindingCode.controlSumMismatch, detail, { expected, actual })];
}

function agrees(total: ControlTotal, entries: readonly Entry[]): boolean {
  if (total.count !== null && total.count !== entries.length) return false;
  return total.sum === null || total.sum === sumOf(entries);
}

function batchFindings({ batches, details, minor, currency }: Entry): Finding[] {
  const [batch, ...more] = batches;
  if (!batch || more.length > 0) return [];
  const findings: Finding[] = [];
  if (batch.count !== null && details.length > 0 && batch.count !== details.length) {
    findings.push(
      findingAt(batch.at, FindingCode.controlSumMismatch, 'The batch does not have as many transactions as it says.', {
        expected: String(batch.count),
        actual: String(details.length),
      }),
    );
  }
  const sum = exact(minor, currency);
  if (batch.sum !== null && batch.sum !== sum) {
    const told = { expected: inWords(batch.sum), actual: inWords(sum) };
    findings.push(
      findingAt(batch.at, FindingCode.controlSumMismatch, 'The batch is not of the sum of its entry.', told),
    );
  }
  return findings;
}

/** Several transactions must add up to their entry; a single one may be told in the payer's currency. */
function detailFindings({ at, details, minor, currency, credit }: Entry): Finding[] {
  if (details.length === 0 || details.every((detail) => detail.minor === null)) return [];
  if (details.length === 1 && details[0]?.currency !== currency) return [];
  const comparable = details.every((detail) => detail.minor !== null && detail.currency === currency);
  const sum = details.reduce((total, detail) => total + (detail.credit === credit ? 1 : -1) * (detail.minor ?? 0), 0);
  if (comparable && sum === minor) return [];
  const detail = 'The transactions do not add up to their entry.';
  const actual = comparable ? inWords(exact(sum, currency)) : 'amounts that are missing or in other currencies';
  return [findingAt(at, FindingCode.controlSumMismatch, detail, { expected: inWords(exact(minor, currency)), actual })];
}

function sumOf(entries: readonly Entry[]): bigint {
  return entries.reduce((sum, { minor, currency }) => sum + exact(minor, currency), 0n);
}

/** Minor units in hundred-thousandths of their currency. */
function exact(minor: number, currency: string): bigint {
  return BigInt(minor) * 10n ** BigInt(PLACES - minorDigits(currency));
}

function inWords(hundredThousandths: bigint): string {
  const sign = hundredThousandths < 0n ? '-' : '';
  const digits = String(hundredThousandths < 0n ? -hundredThousandths : hundredThousandths).padStart(PLACES + 1, '0');
  return `${sign}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES).replace(/0{1,3}$/, '')}`;
}
