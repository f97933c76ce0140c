import { isValidIBAN } from 'ibantools';
import { type BankStatement, EntryStatus } from '../camt/statement.js';
import { balanceFindings } from './balance-findings.js';
import { controlSumFindings } from './control-sum-findings.js';
import { type Finding, findingAt, FindingCode } from './finding.js';

/** Everything that a statement by itself shows to be wrong or left out. */
export function statementFindings(statement: BankStatement): Finding[] {
  return [
    ...balanceFindings(statement),
    ...controlSumFindings(statement),
    ...ibanFindings(statement),
    ...notBookedFindings(statement),
  ];
}

function ibanFindings({ account, entries }: BankStatement): Finding[] {
  const own = account.isIban ? [account] : [];
  return [...own, ...entries.flatMap(({ details }) => details.flatMap(({ ibans }) => ibans))]
    .filter(({ number }) => !isValidIBAN(number))
    .map(({ at }) =>
      findingAt(at, FindingCode.invalidIban, 'The account number is no IBAN: length or check digits are wrong.'),
    );
}

function notBookedFindings({ entries }: BankStatement): Finding[] {
  return entries
    .filter(({ status }) => status !== EntryStatus.booked)
    .map(({ at, status }) =>
      findingAt(at, FindingCode.entryNotBooked, 'The entry is announced only, and is not matched.', {
        expected: EntryStatus.booked,
        actual: status,
      }),
    );
}
