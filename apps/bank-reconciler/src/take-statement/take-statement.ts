import { createHash } from 'node:crypto';
import { requestCause } from '@kervan/ingress';
import { type Cause, type DatabaseTransaction, newId, OutboxPressure, Transactions } from '@kervan/messaging';
import { Injectable } from '@nestjs/common';
import { BankAccountsFile } from '../accounts/bank-accounts.file.js';
import { bankProblems } from '../bank.problems.js';
import type { BankStatement, StatementFile } from '../camt/statement.js';
import { blocks, type Finding, findingAt, FindingCode } from '../findings/finding.js';
import { statementFindings } from '../findings/statement-findings.js';
import { LineMetrics } from '../matching/line-metrics.js';
import { matchStatement } from '../matching/match-statement.js';
import { oneAtATime } from '../matching/matching.queries.js';
import { countLines, type CountedLines, countsOf } from '../tell-statement/line-counts.js';
import { maskedAccount } from '../tell-statement/masked-account.js';
import { gapFindings } from './statement-gap.js';
import { linesOf } from './statement-lines.js';
import {
  beginFile,
  findInEffect,
  findSameMessage,
  insertLines,
  insertStatement,
  keepAnswer,
  type NewStatement,
} from './statement.repository.js';

/** What a file is answered. */
export interface FileAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the same file had come before. */
  readonly replayed: boolean;
}

interface Taking {
  readonly bytesHash: Buffer;
  readonly file: StatementFile;
  readonly cause: Cause;
}

/**
 * Takes a bank's file exactly once.
 *
 * Its statements, their findings and lines, what the lines pay and PaymentMatched commit together, before the answer.
 * The same file again gets the same answer. A statement that came in another file has no second effect; one with a
 * finding that blocks is kept whole, and nothing is matched from it until a person releases it.
 */
@Injectable()
export class TakeStatement {
  constructor(
    private readonly transactions: Transactions,
    private readonly pressure: OutboxPressure,
    private readonly accounts: BankAccountsFile,
    private readonly metrics: LineMetrics,
  ) {}

  /** @throws {Problem} 503 while what was matched before cannot be passed on, or the database is away. */
  async take(file: StatementFile, bytes: Buffer): Promise<FileAnswer> {
    const bytesHash = createHash('sha256').update(bytes).digest();
    const cause = requestCause('bank-reconciler/POST /v1/statements');
    const { answer, counted } = await this.transactions.run((db) => this.record(db, { bytesHash, file, cause }));
    this.metrics.count(counted);
    return answer;
  }

  private async record(
    db: DatabaseTransaction,
    { bytesHash: hash, file, cause }: Taking,
  ): Promise<{ answer: FileAnswer; counted: CountedLines }> {
    await oneAtATime(db);
    const { messageId } = file;
    const known = await beginFile(db, { hash, messageId, correlationId: cause.correlationId });
    if (known) return { answer: { body: known, replayed: true }, counted: {} };
    if (this.pressure.isHigh()) throw bankProblems('statement-intake-paused', { headers: { 'retry-after': '10' } });
    const taken = new Map<BankStatement, NewStatement>();
    for (const statement of inOrder(file.statements)) {
      taken.set(statement, await this.takeOne(db, statement, { messageId, messagePage: file.messagePage, hash }));
    }
    for (const { id, state } of taken.values()) if (state === 'taken') await matchStatement(db, id, cause);
    const ids = file.statements.flatMap((statement) => taken.get(statement) ?? []);
    const lines = await countLines(
      db,
      ids.map(({ id }) => id),
    );
    const body = { messageId, statements: ids.map((one) => told(one, countsOf(lines, one.id))) };
    await keepAnswer(db, hash, body);
    return { answer: { body, replayed: false }, counted: countsOf(lines) };
  }

  private async takeOne(
    db: DatabaseTransaction,
    statement: BankStatement,
    from: { readonly messageId: string; readonly messagePage: number; readonly hash: Buffer },
  ): Promise<NewStatement> {
    const holder = this.accounts.holderOf(statement.account.number);
    const findings = [
      ...statementFindings(statement),
      ...(holder
        ? []
        : [findingAt(statement.account.at, FindingCode.unknownAccount, 'The account is not in the accounts file.')]),
    ];
    const { hash: fileHash, ...message } = from;
    const id = newId();
    const draft: NewStatement = {
      id,
      fileHash,
      ...message,
      holder,
      state: 'taken',
      findings,
      duplicateOf: null,
      statement,
    };
    const recorded = await recordOnce(db, draft);
    await insertLines(db, recorded, linesOf(statement, recorded.state, newId));
    return recorded;
  }
}

/** Records a statement as the one in effect, else as a duplicate of that: the unique indexes decide. */
async function recordOnce(db: DatabaseTransaction, draft: NewStatement): Promise<NewStatement> {
  const { statement } = draft;
  const same = await findSameMessage(db, draft);
  if (!statement.copy && same === undefined) {
    const findings = [...draft.findings, ...(await gapFindings(db, statement))];
    const first: NewStatement = { ...draft, findings, state: findings.some(blocks) ? 'blocked' : 'taken' };
    if (await insertStatement(db, first)) return first;
  }
  const duplicateOf = (await findInEffect(db, statement)) ?? same ?? null;
  const findings = [duplicateFinding(statement, duplicateOf), ...draft.findings];
  const duplicate: NewStatement = { ...draft, findings, state: 'duplicate', duplicateOf };
  await insertStatement(db, duplicate);
  return duplicate;
}

function duplicateFinding(statement: BankStatement, duplicateOf: string | null): Finding {
  const detail = duplicateOf
    ? 'The statement has been taken before; this copy has no effect.'
    : 'The bank says that the statement is a copy, and it has no effect; the original has not come.';
  return findingAt(statement.at, FindingCode.duplicateStatement, detail);
}

/** Statements of one account in the order in which their numbers and days follow each other. */
function inOrder(statements: readonly BankStatement[]): BankStatement[] {
  return [...statements].sort(
    (one, other) =>
      compare(one.date, other.date) ||
      compare(BigInt(one.electronicNumber ?? 0), BigInt(other.electronicNumber ?? 0)) ||
      one.page - other.page,
  );
}

function compare<T extends string | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function told({ id, state, findings, duplicateOf, statement }: NewStatement, lines: CountedLines) {
  return {
    id,
    account: maskedAccount(statement.account.number),
    statementId: statement.statementId,
    date: statement.date,
    electronicNumber: statement.electronicNumber,
    legalNumber: statement.legalNumber,
    state,
    ...(duplicateOf !== null && { duplicateOf }),
    findings,
    lines,
    links: { self: `/v1/statements/${id}` },
  };
}
