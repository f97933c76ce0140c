import type { Place } from '../camt/statement.js';

/** What can be found on a statement. */
export const FindingCode = {
  balanceMismatch: 'balance-mismatch',
  missingBalance: 'missing-balance',
  controlSumMismatch: 'control-sum-mismatch',
  statementGap: 'statement-gap',
  duplicateStatement: 'duplicate-statement',
  invalidIban: 'invalid-iban',
  unknownAccount: 'unknown-account',
  entryNotBooked: 'entry-not-booked',
  /** It came before with fewer entries; those that are new are taken from this copy. */
  fullerCopy: 'fuller-copy',
  /** It came before, and says otherwise than this copy. */
  contradictingCopy: 'contradicting-copy',
} as const;

export type FindingCode = (typeof FindingCode)[keyof typeof FindingCode];

/** One thing found on a statement, for people; no personal data. Amounts are decimals. */
export interface Finding {
  readonly code: FindingCode;
  readonly detail: string;
  readonly path: string;
  readonly line: number;
  readonly expected?: string;
  readonly actual?: string;
}

/** Findings that only tell: an entry that is not booked is left out, a fuller copy adds what is new. */
const TELLING: readonly FindingCode[] = [FindingCode.entryNotBooked, FindingCode.fullerCopy];

/** Whether a finding keeps the whole statement from being matched. */
export function blocks({ code }: Finding): boolean {
  return !TELLING.includes(code);
}

/** A finding at a place. */
export function findingAt(
  { path, line }: Place,
  code: FindingCode,
  detail: string,
  compared: { readonly expected?: string; readonly actual?: string } = {},
): Finding {
  return { code, detail, path, line, ...compared };
}
