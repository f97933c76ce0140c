import { OrderCancelled } from '@kervan/contracts';
import { type Cause, type DatabaseTransaction, OutboxPressure, Transactions } from '@kervan/messaging';
import { problem } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';
import type { Branch } from '../branch/branch-key.js';
import type { Answer } from '../request/answer.js';
import { requestCause } from '../request/cause.js';
import { ProblemAnswers } from '../request/problem-answers.js';
import { answerOf } from '../request/recording.js';
import { saleProblems } from '../take-sale/sale.problems.js';
import type { CancellationRequest } from './cancellation-request.js';

interface CancellableSale {
  readonly orderNumber: string;
  readonly cancellation: OrderCancelled | null;
  readonly answer: Readonly<Record<string, unknown>> | null;
}

/**
 * Asks for the cancellation of a sale, once.
 *
 * The wish, its answer and OrderCancelled commit together. The orchestrator undoes the order where that is still
 * possible, and else calls a person; the sale's state tells which. The same wish again gets the same answer.
 */
@Injectable()
export class CancelSale {
  constructor(
    private readonly transactions: Transactions,
    private readonly pressure: OutboxPressure,
    private readonly problems: ProblemAnswers,
  ) {}

  /** @returns 409 where it was cancelled otherwise. @throws {Problem} 404 for a sale that is not the branch's; 503. */
  async cancel(id: string, request: CancellationRequest, branch: Branch): Promise<Answer> {
    if (this.pressure.isHigh()) throw saleProblems('intake-paused', { headers: { 'retry-after': '10' } });
    const cause = requestCause('POST /v1/sales/cancellation');
    return answerOf(this.transactions, async (db) => {
      const answer = await cancelOnce(db, id, request, branch, cause);
      return answer ?? this.problems.answer(saleProblems('cancellation-conflict'));
    });
  }
}

/** @returns undefined where the sale was cancelled with other particulars. */
async function cancelOnce(
  db: DatabaseTransaction,
  id: string,
  request: CancellationRequest,
  of: Branch,
  cause: Cause,
): Promise<Answer | undefined> {
  const sale = await lockSale(db, id, of);
  if (!sale) throw problem('not-found');
  if (sale.cancellation && sale.answer) {
    const { reason, requestedBy } = sale.cancellation;
    if (reason !== request.reason || requestedBy !== request.requestedBy) return undefined;
    return { status: 202, body: sale.answer, replayed: true };
  }
  const { orderNumber } = sale;
  const cancelledAt = new Date(cause.acceptedAt).toISOString();
  const cancelled: OrderCancelled = { orderId: id, orderNumber, ...request, cancelledAt };
  const body = { id, orderNumber, cancellation: 'requested', cancelledAt, links: { sale: `/v1/sales/${id}` } };
  await db.query('UPDATE pos_sale SET cancellation = $2, cancellation_answer = $3 WHERE id = $1', [
    id,
    JSON.stringify(cancelled),
    JSON.stringify(body),
  ]);
  db.causedBy(cause).publish(OrderCancelled.of(cancelled));
  return { status: 202, body, replayed: false };
}

async function lockSale(db: DatabaseTransaction, id: string, of: Branch): Promise<CancellableSale | undefined> {
  const [sale] = await db.query<CancellableSale>(
    `SELECT order_number AS "orderNumber", cancellation, cancellation_answer AS answer FROM pos_sale
     WHERE id = $1 AND company = $2 AND mode = $3 AND branch = $4 FOR UPDATE`,
    [id, of.company, of.mode, of.branch],
  );
  return sale;
}
