import { createHash } from 'node:crypto';
import { requestCause } from '@kervan/ingress';
import { type Cause, type DatabaseTransaction, newId, OutboxPressure, Transactions } from '@kervan/messaging';
import { Injectable } from '@nestjs/common';
import { BankAccountsFile } from '../accounts/bank-accounts.file.js';
import { bankProblems } from '../bank.problems.js';
import type { BankStatement, StatementFile } from '../camt/statement.js';
import { followAll } from '../follow-balances/follow-balances.js';
import { LineMetrics } from '../matching/line-metrics.js';
import { matchStatement } from '../matching/match-statement.js';
import { oneAtATime } from '../matching/matching.queries.js';
import { countLines, type CountedLines, countsOf } from '../tell-statement/line-counts.js';
import { findGaps } from '../tell-statement/statement-gaps.js';
import { recordStatement } from './record-statement.js';
import { statementAnswer } from './statement-answer.js';
import { linesOf } from './statement-lines.js';
import { beginFile, identityOf, insertLines, keepAnswer, type NewStatement } from './statement.repository.js';

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
 * The same file again gets the same answer. A statement that came in another file has no second effect, but for entries
 * that are new; one with a finding that blocks is kept whole, and nothing is matched from it until a person releases it.
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
    if (known) {
      await db.confirm();
      return { answer: { body: known, replayed: true }, counted: {} };
    }
    if (this.pressure.isHigh()) throw bankProblems('statement-intake-paused', { headers: { 'retry-after': '10' } });
    const taken = await this.takeAll(db, file, hash);
    for (const { id, state } of taken) if (state === 'taken') await matchStatement(db, id, cause);
    const ids = taken.map(({ id }) => id);
    const lines = await countLines(db, ids);
    const gaps = await findGaps(db, ids);
    const statements = taken.map((one) => statementAnswer(one, countsOf(lines, one.id), gaps.get(one.id)));
    const body = { messageId, statements };
    await keepAnswer(db, hash, body);
    return { answer: { body, replayed: false }, counted: countsOf(lines) };
  }

  /** Takes the statements as they follow each other; gives them back in the order of the file. */
  private async takeAll(db: DatabaseTransaction, file: StatementFile, fileHash: Buffer): Promise<NewStatement[]> {
    const taken = new Map<BankStatement, NewStatement>();
    for (const statement of inOrder(file.statements)) {
      const holder = this.accounts.holderOf(statement.account.number);
      const one = await recordStatement(db, { id: newId(), file, fileHash, holder, statement });
      await insertLines(db, one, linesOf(one, newId));
      taken.set(statement, one);
    }
    const effective = [...taken.values()].filter(({ state }) => state !== 'duplicate');
    await followAll(
      db,
      effective.map(({ statement }) => identityOf(statement)),
    );
    return file.statements.flatMap((statement) => taken.get(statement) ?? []);
  }
}

/** Statements of one account in the order in which their numbers and days follow each other. */
function inOrder(statements: readonly BankStatement[]): BankStatement[] {
  return [...statements].sort(
    (one, other) =>
      compare(one.date, other.date) ||
      compare(numberOf(one), numberOf(other)) ||
      one.page - other.page,
  );
}

function numberOf({ electronicNumber, legalNumber }: BankStatement): bigint {
  return BigInt(electronicNumber ?? legalNumber ?? 0);
}

function compare<T extends string | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
