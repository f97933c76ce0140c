import type { DatabaseTransaction } from '@kervan/messaging';
import type { BankStatement } from '../camt/statement.js';
import { type Finding, findingAt, FindingCode } from '../findings/finding.js';

/** The numbers of an account's statements that come before one: of its year, and of the years before. */
export interface NumbersBefore {
  readonly ofYear: string | null;
  readonly ofYearsBefore: string | null;
}

const series = { electronic: 'electronic_number', legal: 'legal_number' } as const;

type Series = keyof typeof series;

/**
 * Whether statements of the account are missing before this one, by each of its numbers.
 *
 * Banks number on, or begin a year with 1. The first statement that is ever taken of an account has none before it.
 */
export async function gapFindings(db: DatabaseTransaction, statement: BankStatement): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const kind of ['electronic', 'legal'] as const) {
    const number = kind === 'electronic' ? statement.electronicNumber : statement.legalNumber;
    if (number === null) continue;
    const expected = expectedNumbers(number, await numbersBefore(db, statement, kind, number));
    if (expected.includes(number)) continue;
    findings.push(
      findingAt(
        statement.at,
        FindingCode.statementGap,
        `Statements of the account are missing, by the ${kind} number.`,
        {
          expected: expected.join(' or '),
          actual: number,
        },
      ),
    );
  }
  return findings;
}

/** The numbers that leave no gap. */
export function expectedNumbers(number: string, { ofYear, ofYearsBefore }: NumbersBefore): string[] {
  if (ofYear !== null) return [next(ofYear)];
  return ofYearsBefore === null ? [number] : ['1', next(ofYearsBefore)];
}

function next(number: string): string {
  return String(BigInt(number) + 1n);
}

async function numbersBefore(
  db: DatabaseTransaction,
  { account, date }: BankStatement,
  kind: Series,
  number: string,
): Promise<NumbersBefore> {
  const column = series[kind];
  const [found] = await db.query<NumbersBefore>(
    `SELECT
       (SELECT max(${column}) FROM bank_statement
        WHERE account = $1 AND currency = $4 AND state <> 'duplicate'
          AND extract(year FROM statement_date) = extract(year FROM $2::date) AND ${column} < $3)::text AS "ofYear",
       (SELECT ${column} FROM bank_statement
        WHERE account = $1 AND currency = $4 AND state <> 'duplicate'
          AND extract(year FROM statement_date) < extract(year FROM $2::date) AND ${column} IS NOT NULL
        ORDER BY statement_date DESC, ${column} DESC LIMIT 1)::text AS "ofYearsBefore"`,
    [account.number, date, number, account.currency ?? ''],
  );
  return found ?? { ofYear: null, ofYearsBefore: null };
}
