import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import { undecidedLines } from '../take-statement/statement.repository.js';
import { matchLines } from './match-lines.js';
import { publishMatches } from './publish-matches.js';

const LINES_AT_ONCE = 500;

/**
 * Matches the undecided lines of a statement, and publishes what they pay as outputs of the cause.
 *
 * @returns how many were matched.
 */
export async function matchStatement(db: DatabaseTransaction, statementId: string, cause: Cause): Promise<number> {
  const lines = await undecidedLines(db, statementId);
  let matched = 0;
  for (let first = 0; first < lines.length; first += LINES_AT_ONCE) {
    const matches = await matchLines(db, lines.slice(first, first + LINES_AT_ONCE));
    publishMatches(db.causedBy(cause), matches);
    matched += matches.length;
  }
  return matched;
}
