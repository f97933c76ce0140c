import { requestCause } from '@kervan/ingress';
import { AuditLog, type Cause, type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import { DatabaseError } from 'pg';
import type { AccountHolder } from '../accounts/bank-account.js';
import { BankAccountsFile } from '../accounts/bank-accounts.file.js';
import { bankProblems } from '../bank.problems.js';
import { LineMetrics } from '../matching/line-metrics.js';
import { matchStatement } from '../matching/match-statement.js';
import { oneAtATime } from '../matching/matching.queries.js';
import { addAct } from '../tell-statement/acts.js';
import { findStatement, type StatementDetails } from '../tell-statement/statement-view.js';
import type { ActRequest } from './act-request.js';

const UNIQUE_VIOLATION = '23505';

/** What the audit log calls a statement. */
const STATEMENT = 'bank-statement';

interface HeldStatement {
  readonly account: string;
  readonly company: string | null;
  readonly state: string;
}

/**
 * Lets a statement be matched that was blocked, or held to be a copy, at a person's word.
 *
 * The act, its entry in the audit log, what its lines pay and PaymentMatched commit together. A copy is released only
 * while no other of the same id or number is in effect.
 */
@Injectable()
export class ReleaseStatement {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly accounts: BankAccountsFile,
    private readonly metrics: LineMetrics,
  ) {}

  /** @throws {Problem} 404; 409 when it is not blocked, another is in effect, or its account belongs to nobody. */
  async release(id: string, request: ActRequest): Promise<StatementDetails> {
    const cause = requestCause('bank-reconciler/POST /v1/statements/release');
    try {
      const { statement, matched } = await this.transactions.run((db) => this.releaseOnce(db, id, request, cause));
      this.metrics.count({ matched });
      return statement;
    } catch (error) {
      if (error instanceof DatabaseError && error.code === UNIQUE_VIOLATION) throw bankProblems('statement-in-effect');
      throw error;
    }
  }

  private async releaseOnce(
    db: DatabaseTransaction,
    id: string,
    request: ActRequest,
    cause: Cause,
  ): Promise<{ statement: StatementDetails; matched: number }> {
    await oneAtATime(db);
    const [held] = await db.query<HeldStatement>('SELECT account, company, state FROM bank_statement WHERE id = $1', [
      id,
    ]);
    if (!held) throw problem('not-found');
    if (held.state !== 'blocked' && held.state !== 'duplicate') throw bankProblems('statement-not-blocked');
    const holder = this.accounts.holderOf(held.account);
    if (!holder) throw bankProblems('account-unknown');
    await putIntoEffect(db, id, holder);
    await addAct(db, { act: 'release', statementId: id, ...request, correlationId: cause.correlationId });
    const matched = await matchStatement(db, id, cause);
    const statement = await findStatement(db, id);
    if (!statement) throw problem('not-found');
    const subject = { kind: STATEMENT, id };
    await this.audit.record(db, { act: 'release', subject, ...request, detail: { from: held.state, matched } });
    return { statement, matched };
  }
}

async function putIntoEffect(db: DatabaseTransaction, id: string, { company, mode }: AccountHolder): Promise<void> {
  await db.query(`UPDATE bank_statement SET state = 'released', company = $2, mode = $3 WHERE id = $1`, [
    id,
    company,
    mode,
  ]);
  await db.query('UPDATE bank_line SET company = $2, mode = $3 WHERE statement_id = $1', [id, company, mode]);
  await db.query(
    `UPDATE bank_line SET state = 'undecided', reason = 'no-reference'
     WHERE statement_id = $1 AND (state = 'no-effect' OR reason = 'statement-blocked')`,
    [id],
  );
}
