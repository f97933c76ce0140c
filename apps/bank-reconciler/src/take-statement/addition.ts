import type { DatabaseTransaction } from '@kervan/messaging';
import { blocks, type Finding } from '../findings/finding.js';
import { type ComparedCopy, compareCopy, isFuller } from './compare-copy.js';
import { cameBefore, type KeptVersions } from './kept-statement.js';
import { giveWay, type InEffect, type NewStatement } from './statement.repository.js';

/** How many findings are kept of one statement; those that block it come first. */
const MOST_FINDINGS = 100;

/**
 * What a copy adds to the statement that stays in effect; undefined where that is nothing.
 *
 * A sound one that is fuller than what is in effect is the bank's last word: the copies before it that are blocked, and
 * of which nothing is decided, give way to it with all that they hold, so that nothing is matched from both. Any other
 * adds what none of them holds of the same amount, and they wait beside each other for a person.
 */
export async function additionOf(
  db: DatabaseTransaction,
  draft: NewStatement,
  original: Pick<InEffect, 'id'>,
  { kept, waiting, copies }: KeptVersions,
): Promise<NewStatement | undefined> {
  const adding = ({ fresh, findings }: ComparedCopy): NewStatement => {
    const addition = withFindings(draft, [...findings, ...draft.findings]);
    return { ...addition, entries: fresh, addsTo: original.id, copyNumber: copies + 1 };
  };
  const alone = compareCopy(draft.statement, { ...kept, waiting: [] });
  const corrected = adding(alone);
  const inOneFile = waiting.some(({ fileHash }) => fileHash.equals(draft.fileHash));
  if (waiting.length > 0 && !inOneFile && isFuller(alone) && corrected.state === 'taken') {
    await giveWay(db, waiting, draft.id);
    return corrected;
  }
  const copy = compareCopy(draft.statement, kept);
  if (copy.findings.length === 0 || (await cameBefore(db, draft.statement, draft.contentHash))) return undefined;
  return adding(copy);
}

/** A statement with what was found of it, and what that makes of it. */
export function withFindings(draft: NewStatement, findings: readonly Finding[]): NewStatement {
  const ordered = [...findings.filter(blocks), ...findings.filter((finding) => !blocks(finding))];
  return { ...draft, findings: ordered.slice(0, MOST_FINDINGS), state: findings.some(blocks) ? 'blocked' : 'taken' };
}
