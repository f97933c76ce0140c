import type { DatabaseTransaction } from '@kervan/messaging';
import type { BankStatement, StatementFile } from '../camt/statement.js';
import { blocks, type Finding, findingAt, FindingCode } from '../findings/finding.js';
import { statementFindings } from '../findings/statement-findings.js';
import { replaces } from './corrected-statement.js';
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

/** How many findings are kept of one statement; those that block it come first. */
const MOST_FINDINGS = 100;

/**
 * Records a statement as the one in effect, else as a duplicate of that: the unique indexes decide.
 *
 * A copy by the bank's own word is a duplicate from the start. One that is not known yet, in a message that came before
 * in another file, is blocked: whether it adds to that, or repeats it under another name, is for a person to say. A
 * corrected one takes the place of a blocked one by itself, or at a person's word: {@link replaces}.
 */
export async function recordStatement(db: DatabaseTransaction, arrived: ArrivedStatement): Promise<NewStatement> {
  const { file, ...rest } = arrived;
  const { messageId, messagePage } = file;
  const { statement, holder } = rest;
  const findings = [...(holder ? [] : [unknownAccount(statement)]), ...statementFindings(statement)];
  const draft: NewStatement = { ...rest, messageId, messagePage, state: 'taken', findings, duplicateOf: null };
  const inEffect = await findInEffect(db, identityOf(statement));
  if (!statement.copy) {
    const repeated = (await hasSameMessage(db, draft)) ? [duplicateFinding(statement, REPEATED_MESSAGE)] : [];
    const all = kept([...repeated, ...(await gapFindings(db, statement)), ...findings]);
    const first: NewStatement = { ...draft, findings: all, state: all.some(blocks) ? 'blocked' : 'taken' };
    if (replaces(first, inEffect)) await giveWay(db, inEffect, first.id);
    if (await insertStatement(db, first)) return first;
  }
  const all = kept([duplicateFinding(statement, whyDuplicate(inEffect)), ...findings]);
  const duplicateOf = inEffect[0]?.id ?? null;
  const duplicate: NewStatement = { ...draft, findings: all, state: 'duplicate', duplicateOf };
  await insertStatement(db, duplicate);
  return duplicate;
}

function kept(findings: readonly Finding[]): Finding[] {
  return [...findings.filter(blocks), ...findings.filter((finding) => !blocks(finding))].slice(0, MOST_FINDINGS);
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
