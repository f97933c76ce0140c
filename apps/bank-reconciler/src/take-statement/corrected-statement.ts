import { type Finding, FindingCode } from '../findings/finding.js';
import { type ComparedCopy, isFuller } from './compare-copy.js';
import type { InEffect, NewStatement } from './statement.repository.js';

/**
 * Whether a statement takes the place of the one that came before it, by itself.
 *
 * It does where that one is blocked and untouched, and this one, in another file, is the same by id and number and has
 * nothing against it: the bank has replaced what did not hold, and a person releases what is to be booked in spite of a
 * finding, which this one has not. A fuller one that is blocked, too, does: it holds all of the first, of which what is
 * new would be left out at its release. Nothing is matched from both, as no line of the first is decided, and none can
 * be once it has given way, in the same transaction.
 *
 * Everything else waits for a person. Of one that is told in pages a line may have moved to another page, which is in
 * effect already. Where the first may repeat another statement under its name, a second copy does not tell whether it
 * does. One that shares only its id or its number may be another statement.
 */
export function replaces(
  { state, fileHash, statement, findings }: NewStatement,
  inEffect: readonly InEffect[],
  copy: ComparedCopy | undefined,
): boolean {
  const [first, ...others] = inEffect;
  if (!first || others.length > 0 || !canGiveWay(first)) return false;
  const { statementId, page, lastPage, electronicNumber, legalNumber } = statement;
  return (
    (state === 'taken' || (copy !== undefined && isFuller(copy) && !mayRepeat(findings))) &&
    page === 1 &&
    lastPage &&
    !first.hasOtherPages &&
    first.statementId === statementId &&
    first.number === (electronicNumber ?? legalNumber) &&
    !first.fileHash.equals(fileHash) &&
    !mayRepeat(first.findings)
  );
}

/** Whether its message came before without it, so that it may be another statement under a new name. */
function mayRepeat(findings: readonly Finding[]): boolean {
  return findings.some(({ code }) => code === FindingCode.duplicateStatement);
}

/** Whether a statement may make room for another: nothing of it has been decided, by the rule or by a person. */
export function canGiveWay({ state, decided }: InEffect): boolean {
  return state === 'blocked' && !decided;
}
