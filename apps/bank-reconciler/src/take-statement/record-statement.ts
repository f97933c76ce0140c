import type { DatabaseTransaction } from '@kervan/messaging';
import type { BankStatement, StatementFile } from '../camt/statement.js';
import { type Finding, findingAt, FindingCode } from '../findings/finding.js';
import { statementFindings } from '../findings/statement-findings.js';
import { additionOf, withFindings } from './addition.js';
import { compareCopy, contentHash, movedFinding } from './compare-copy.js';
import { canGiveWay, replaces } from './corrected-statement.js';
import { findKept, findMoved } from './kept-statement.js';
import { gapFindings } from './statement-gap.js';
import {
  findInEffect,
  giveWay,
  hasSameMessage,
  identityOf,
  type InEffect,
  insertStatement,
  type NewStatement,
} from './statement.repository.js';

/** A statement as it came, with the file that it came in. */
export interface ArrivedStatement extends Pick<NewStatement, 'id' | 'fileHash' | 'holder' | 'statement'> {
  readonly file: Pick<StatementFile, 'messageId' | 'messagePage'>;
}

/**
 * Records a statement as the one in effect, else as a copy of that: the unique indexes decide.
 *
 * A copy by the bank's own word is one from the start. One that is not known yet, in a message that came before in
 * another file, is blocked: whether it adds to that, or repeats it under another name, is for a person to say. A
 * corrected one takes the place of a blocked one by itself, or at a person's word: {@link replaces}.
 *
 * A copy of one that stays in effect adds its entries that are new, as a statement beside it, which is blocked where it
 * contradicts what is kept: {@link additionOf}. One that says nothing new is a duplicate without effect.
 */
export async function recordStatement(db: DatabaseTransaction, arrived: ArrivedStatement): Promise<NewStatement> {
  const { statement } = arrived;
  const draft = draftOf(arrived);
  const inEffect = await findInEffect(db, identityOf(statement));
  const [original] = inEffect;
  const known = original && (await findKept(db, original, statement));
  const copy = known && compareCopy(statement, known.kept);
  if (!statement.copy) {
    const first = withFindings(draft, [...(await findingsBefore(db, draft, inEffect)), ...draft.findings]);
    if (replaces(first, inEffect, copy)) await giveWay(db, inEffect, first.id);
    if (await insertStatement(db, first)) return first;
  }
  const addition = original && known && !canGiveWay(original) && (await additionOf(db, draft, original, known));
  if (addition) return insertCopy(db, addition);
  const told = withFindings(draft, [duplicateFinding(statement, whyDuplicate(inEffect)), ...draft.findings]);
  return insertCopy(db, { ...told, state: 'duplicate', duplicateOf: original?.id ?? null });
}

function draftOf({ file: { messageId, messagePage }, ...arrived }: ArrivedStatement): NewStatement {
  const { statement, holder } = arrived;
  return {
    ...arrived,
    messageId,
    messagePage,
    state: 'taken',
    findings: [...(holder ? [] : [unknownAccount(statement)]), ...statementFindings(statement)],
    duplicateOf: null,
    addsTo: null,
    entries: statement.entries,
    copyNumber: 1,
    contentHash: contentHash(statement),
  };
}

/** What is found beside those that came before it. */
async function findingsBefore(
  db: DatabaseTransaction,
  draft: NewStatement,
  inEffect: readonly InEffect[],
): Promise<Finding[]> {
  const { statement } = draft;
  const repeats = inEffect.length === 0 && (await hasSameMessage(db, draft));
  return [
    ...(repeats ? [duplicateFinding(statement, REPEATED_MESSAGE)] : []),
    ...(await gapFindings(db, statement)),
    ...movedFinding(statement, await findMoved(db, statement)),
  ];
}

async function insertCopy(db: DatabaseTransaction, copy: NewStatement): Promise<NewStatement> {
  await insertStatement(db, copy);
  return copy;
}

function unknownAccount({ account }: BankStatement): Finding {
  return findingAt(account.at, FindingCode.unknownAccount, 'The account is not in the accounts file.');
}

function whyDuplicate(inEffect: readonly InEffect[]): string {
  if (inEffect.length === 0) return NO_ORIGINAL;
  if (inEffect.some(({ state }) => state !== 'blocked')) return TAKEN_BEFORE;
  return inEffect.some(({ decided }) => decided) ? DECIDED_BEFORE : BLOCKED_BEFORE;
}

const TAKEN_BEFORE = 'The statement has been taken before; this copy has no effect.';
const BLOCKED_BEFORE =
  'The statement came before and is blocked. This copy has no effect: release it if it is the right one, and it takes the place of that one.';
const DECIDED_BEFORE =
  'The statement came before and is blocked, and lines of it are decided: go on with that one. This copy has no effect.';
const NO_ORIGINAL = 'The bank says that the statement is a copy, and it has no effect; the original has not come.';
const REPEATED_MESSAGE = 'The message came before in another file, which did not hold this statement.';

function duplicateFinding(statement: BankStatement, detail: string): Finding {
  return findingAt(statement.at, FindingCode.duplicateStatement, detail);
}
