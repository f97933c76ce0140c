import type { DatabaseTransaction } from '@kervan/messaging';
import type { BankStatement, StatementFile } from '../camt/statement.js';
import { blocks, type Finding, findingAt, FindingCode } from '../findings/finding.js';
import { statementFindings } from '../findings/statement-findings.js';
import { gapFindings } from './statement-gap.js';
import { findInEffect, hasSameMessage, insertStatement, type NewStatement } from './statement.repository.js';

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
 * in another file, is blocked: whether it adds to that, or repeats it under another name, is for a person to say.
 */
export async function recordStatement(db: DatabaseTransaction, arrived: ArrivedStatement): Promise<NewStatement> {
  const { file, ...rest } = arrived;
  const { messageId, messagePage } = file;
  const { statement, holder } = rest;
  const findings = [...(holder ? [] : [unknownAccount(statement)]), ...statementFindings(statement)];
  const draft: NewStatement = { ...rest, messageId, messagePage, state: 'taken', findings, duplicateOf: null };
  if (!statement.copy) {
    const repeated = (await hasSameMessage(db, draft)) ? [duplicateFinding(statement, REPEATED_MESSAGE)] : [];
    const all = kept([...repeated, ...(await gapFindings(db, statement)), ...findings]);
    const first: NewStatement = { ...draft, findings: all, state: all.some(blocks) ? 'blocked' : 'taken' };
    if (await insertStatement(db, first)) return first;
  }
  const duplicateOf = (await findInEffect(db, statement)) ?? null;
  const all = kept([duplicateFinding(statement, duplicateOf === null ? NO_ORIGINAL : TAKEN_BEFORE), ...findings]);
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

const TAKEN_BEFORE = 'The statement has been taken before; this copy has no effect.';
const NO_ORIGINAL = 'The bank says that the statement is a copy, and it has no effect; the original has not come.';
const REPEATED_MESSAGE = 'The message came before in another file, which did not hold this statement.';

function duplicateFinding(statement: BankStatement, detail: string): Finding {
  return findingAt(statement.at, FindingCode.duplicateStatement, detail);
}
