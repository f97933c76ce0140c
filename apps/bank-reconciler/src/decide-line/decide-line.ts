import { requestCause } from '@kervan/ingress';
import { type AuditedAct, AuditLog, type Cause, type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import { bankProblems } from '../bank.problems.js';
import { LineMetrics } from '../matching/line-metrics.js';
import { forgetKeys } from '../matching/match-lines.js';
import { oneAtATime } from '../matching/matching.queries.js';
import { Reason, Standing } from '../matching/matching-rule.js';
import { paymentMatched } from '../matching/publish-matches.js';
import { reopenAmended } from '../receivables/reopen-lines.js';
import { addAct } from '../tell-statement/acts.js';
import { findLine, type LineView } from '../tell-statement/line-view.js';
import { acceptAmended } from './accept-amended.js';
import { type DecidableLine, lockLine, lockReceivable, mustBeOfDue } from './decidable-line.js';
import type { DecisionRequest, MatchRequest } from './decision-request.js';

/** The rule that a person's match is kept under. */
const BY_PERSON = { name: 'person', version: 1 } as const;

/** What the audit log calls a line. */
const LINE = 'bank-line';

/**
 * Decides a line at a person's word, once.
 *
 * The decision, the act with who and why, its entry in the audit log and, for a match, PaymentMatched with the line's
 * amount commit together. That what is open of an order is paid once is decided by the constraints of payment_match, as for
 * the rule. Where the person accepts that the line is of less or more than is open, PaymentMatched says that the order is paid
 * by it, as long as that is due which is due now. What is open is compared with what was shown to them, as the order may be
 * amended in between. The order's other lines, if they wait since it was amended, wait no more once it counts as paid.
 *
 * A cancelled order can be matched, too: past the tax authority's acceptance the cancellation is a wish, of which a
 * person may decide that the order goes on, and then this is its payment. Matched before that decision it is kept for
 * it. Where the order is taken back after all, the saga ignores the payment, and the money is to be returned: the line
 * waits again, and can only be left. One that is completed or reversed stays as it ended. A line whose order was amended
 * since it was matched stays matched with it: the person accepts the difference, or leaves the line, or the rest comes.
 */
@Injectable()
export class DecideLine {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly metrics: LineMetrics,
  ) {}

  /** @throws {Problem} 404; 409 when there is nothing left to decide; 422 when the order is not what the line pays. */
  async decide(id: string, request: DecisionRequest): Promise<LineView> {
    const cause = requestCause('bank-reconciler/POST /v1/lines/decision');
    const line = await this.transactions.run(async (db) => {
      const decided = await decideOnce(db, id, request, cause);
      await this.audit.record(db, auditedAct(decided, request));
      return decided;
    });
    this.metrics.count({ [line.state]: 1 });
    return line;
  }
}

async function decideOnce(
  db: DatabaseTransaction,
  id: string,
  request: DecisionRequest,
  cause: Cause,
): Promise<LineView> {
  await oneAtATime(db);
  const line = await lockLine(db, id);
  const matched = request.decision === 'match' && {
    orderId: request.orderId,
    acceptedDueMinor: await match(db, line, request, cause),
  };
  if (!matched) await db.query(`UPDATE bank_line SET state = 'left', reason = NULL, detail = NULL WHERE id = $1`, [id]);
  await forgetKeys(db, [id]);
  await addAct(db, {
    act: request.decision,
    statementId: line.statementId,
    lineId: id,
    ...matched,
    by: request.by,
    reason: request.reason,
    correlationId: cause.correlationId,
  });
  if (matched) await reopenAmended(db, [matched.orderId]);
  const view = await findLine(db, id);
  if (!view) throw problem('not-found');
  return view;
}

/** A decision as the audit log keeps it. */
function auditedAct({ id, statement: statementId, match: paid }: LineView, request: DecisionRequest): AuditedAct {
  const { decision: act, by, reason } = request;
  const order = request.decision === 'match' && { orderId: paid?.orderId, acceptDifference: request.acceptDifference };
  return { act, subject: { kind: LINE, id }, by, reason, detail: { statementId, ...order } };
}

/** @returns what is due where the order counts as paid whatever the amount of the line, else null. */
async function match(
  db: DatabaseTransaction,
  line: DecidableLine,
  request: MatchRequest,
  cause: Cause,
): Promise<number | null> {
  if (line.company === null) throw bankProblems('account-unknown');
  if (line.reason === Reason.matchedOrderReversed) throw bankProblems('matched-order-reversed');
  if (line.reason === Reason.matchedOrderCompleted) throw bankProblems('matched-order-completed');
  if (line.reason === Reason.matchedOrderAmended) return acceptAmended(db, line, request, cause);
  const receivable = await lockReceivable(db, request.orderId);
  if (receivable?.company !== line.company || receivable.mode !== line.mode) throw bankProblems('receivable-unknown');
  if (receivable.standing !== Standing.open && receivable.standing !== Standing.cancelled) throw bankProblems('receivable-not-open');
  const { orderId, invoiceNumber, openMinor, currency, parts } = receivable;
  mustBeOfDue(line, { amountMinor: openMinor, currency }, request);
  const matched = await db.query<{ matchedAt: Date }>(
    `INSERT INTO payment_match
       (line_id, order_id, part, amount_minor, currency, invoice_number, rule, rule_version, evidence, matched_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '[]', now()) ON CONFLICT DO NOTHING RETURNING matched_at AS "matchedAt"`,
    [line.id, orderId, parts + 1, line.amountMinor, line.currency, invoiceNumber, BY_PERSON.name, BY_PERSON.version],
  );
  const [won] = matched;
  if (!won) throw bankProblems('receivable-not-open');
  await db.query(`UPDATE bank_line SET state = 'matched', reason = NULL, detail = NULL WHERE id = $1`, [line.id]);
  const acceptedDueMinor = request.acceptDifference ? receivable.dueMinor : null;
  const paid = { line, orderId, invoiceNumber, acceptedDueMinor };
  db.causedBy(cause).publish(paymentMatched(paid, won.matchedAt.toISOString()));
  return acceptedDueMinor;
}
