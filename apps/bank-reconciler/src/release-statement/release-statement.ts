import { requestCause } from '@kervan/ingress';
import { AuditLog, type Cause, type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import { DatabaseError } from 'pg';
import type { AccountHolder } from '../accounts/bank-account.js';
import { BankAccountsFile } from '../accounts/bank-accounts.file.js';
import { bankProblems } from '../bank.problems.js';
import { followBalances } from '../follow-balances/follow-balances.js';
import { LineMetrics } from '../matching/line-metrics.js';
import { matchStatement } from '../matching/match-statement.js';
import { oneAtATime } from '../matching/matching.queries.js';
import { canGiveWay } from '../take-statement/corrected-statement.js';
import { findInEffect, giveWay, type InEffect, type StatementIdentity } from '../take-statement/statement.repository.js';
import { addAct, STATEMENT_SUBJECT } from '../tell-statement/acts.js';
import { findStatement, type StatementDetails } from '../tell-statement/statement-view.js';
import type { ActRequest } from './act-request.js';

const UNIQUE_VIOLATION = '23505';

interface HeldStatement extends StatementIdentity {
  readonly state: string;
  readonly addsTo: string | null;
}

/**
 * Lets a statement be matched that was blocked, or held to be a copy, at a person's word.
 *
 * The act, its entry in the audit log, what its lines pay and PaymentMatched commit together. A copy is released only
 * while no other of the same id or number is in effect: the unique indexes decide. One that is blocked gives way to it,
 * and its own entry in the audit log says so, unless lines of it are decided: their money would be matched from both. One
 * that adds to another comes into effect beside it, with what only it holds, unless it has given way to a later one.
 */
@Injectable()
export class ReleaseStatement {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly accounts: BankAccountsFile,
    private readonly metrics: LineMetrics,
  ) {}

  /** @throws {Problem} 404; 409 when it is not blocked, another is in effect or decided upon, or its account is nobody's. */
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
    const held = await findHeld(db, id);
    if (!held) throw problem('not-found');
    if (held.state !== 'blocked' && held.state !== 'duplicate') throw bankProblems('statement-not-blocked');
    if (held.state === 'duplicate' && held.addsTo !== null) throw bankProblems('statement-in-effect');
    const holder = this.accounts.holderOf(held.account);
    if (!holder) throw bankProblems('account-unknown');
    const gaveWay = held.state === 'duplicate' ? await makeRoom(db, id, held) : [];
    await putIntoEffect(db, id, holder);
    await followBalances(db, held);
    await addAct(db, { act: 'release', statementId: id, ...request, correlationId: cause.correlationId });
    const matched = await matchStatement(db, id, cause);
    const statement = await findStatement(db, id);
    const subject = { kind: STATEMENT_SUBJECT, id };
    await this.audit.record(db, { act: 'release', subject, ...request, detail: { from: held.state, matched } });
    for (const other of gaveWay) {
      const givenUp = { kind: STATEMENT_SUBJECT, id: other.id };
      await this.audit.record(db, { act: 'give-up', subject: givenUp, ...request, detail: { inFavourOf: id } });
    }
    return { statement, matched };
  }
}

async function findHeld(db: DatabaseTransaction, id: string): Promise<HeldStatement | undefined> {
  const [held] = await db.query<HeldStatement>(
    `SELECT account, currency, statement_date::text AS date, page, statement_id AS "statementId",
       coalesce(electronic_number, legal_number)::text AS number, state, adds_to AS "addsTo"
     FROM bank_statement WHERE id = $1`,
    [id],
  );
  return held;
}

/** Has the blocked ones give way that keep a copy from being in effect. @returns those that did. */
async function makeRoom(db: DatabaseTransaction, id: string, copy: StatementIdentity): Promise<readonly InEffect[]> {
  const blocked = (await findInEffect(db, copy)).filter(({ state }) => state === 'blocked');
  const decided = blocked.find((one) => !canGiveWay(one));
  if (decided) throw bankProblems('statement-decided-upon', { extensions: { duplicateOf: decided.id } });
  if (blocked.length > 0) await giveWay(db, blocked, id);
  return blocked;
}

async function putIntoEffect(db: DatabaseTransaction, id: string, { company, mode }: AccountHolder): Promise<void> {
  await db.query(
    `UPDATE bank_statement SET state = 'released', duplicate_of = NULL, company = $2, mode = $3 WHERE id = $1`,
    [id, company, mode],
  );
  await db.query('UPDATE bank_line SET company = $2, mode = $3 WHERE statement_id = $1', [id, company, mode]);
  await db.query(
    `UPDATE bank_line SET state = 'undecided', reason = 'no-reference'
     WHERE statement_id = $1 AND (state = 'no-effect' OR reason = 'statement-blocked')`,
    [id],
  );
}
