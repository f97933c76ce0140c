import { requestCause } from '@kervan/ingress';
import { AuditLog, Transactions } from '@kervan/messaging';
import { Injectable } from '@nestjs/common';
import { bankProblems } from '../bank.problems.js';
import { oneAtATime } from '../matching/matching.queries.js';
import { addAct, STATEMENT_SUBJECT } from '../tell-statement/acts.js';
import { findStatement, type StatementDetails } from '../tell-statement/statement-view.js';
import type { ClosingRequest } from './closing-request.js';

/**
 * Closes the gap before a statement at a person's word: the bank says that nothing is missing, or it will never come.
 *
 * The act and its entry in the audit log, which keeps both balances, commit with it. What is known of the gap stays: the same
 * one, found again as later statements come, stays closed, and one between other balances or after another statement opens. It
 * matches nothing, and keeps nothing from being taken: what is missing is taken if it comes after all.
 */
@Injectable()
export class CloseGap {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 404; 409 where no gap is open, or another one than was shown. */
  close(id: string, { seen, ...who }: ClosingRequest): Promise<StatementDetails> {
    const { correlationId } = requestCause('bank-reconciler/POST /v1/statements/close-gap');
    return this.transactions.run(async (db) => {
      await oneAtATime(db);
      const { gap } = await findStatement(db, id);
      if (!gap) throw bankProblems('gap-not-open');
      const { after, expected, actual } = gap;
      if (seen && (seen.expected !== expected || seen.actual !== actual)) {
        const detail = `The one before it ended at ${expected}, this one begins at ${actual}.`;
        throw bankProblems('gap-changed', { detail, extensions: { expected, actual } });
      }
      await db.query('UPDATE bank_statement SET gap_since = NULL WHERE id = $1', [id]);
      await addAct(db, { act: 'close-gap', statementId: id, ...who, correlationId });
      const detail = { after, expected, actual };
      await this.audit.record(db, { act: 'close-gap', subject: { kind: STATEMENT_SUBJECT, id }, ...who, detail });
      return findStatement(db, id);
    });
  }
}
