import { Injectable } from '@nestjs/common';
import { OrderPlaced } from '@kervan/contracts';
import { contentHash, describeOrder } from '@kervan/ingress';
import { baggageOf, type Cause, type DatabaseTransaction, OutboxPressure, Transactions } from '@kervan/messaging';
import { Problem } from '@kervan/service-host';
import { type Branch, principalOf } from '../branch/branch-key.js';
import type { Answer } from '../request/answer.js';
import { requestCause } from '../request/cause.js';
import { findKept, type IdempotencyKey, keep } from '../request/idempotency-key.js';
import { orderOfSale } from './order-of-sale.js';
import { ProblemAnswers } from '../request/problem-answers.js';
import { orderIdOf, receiptOf } from './receipt.js';
import { answerOf, inWords } from '../request/recording.js';
import { SaleGroups } from './sale-groups.js';
import { refuseSale, saleProblems } from './sale.problems.js';
import { findRecorded, insertSale, type NewSale } from './sale.repository.js';
import { branchFindings, clockFindings, moneyFindings, rateFindings, SalePolicy } from './sale-rules.js';
import type { SaleRequest } from './sale-request.js';

const ROUTE = 'POST /v1/sales';

/** What a sale came with, beside itself. */
export interface HowSent {
  readonly idempotencyKey?: string | undefined;
  /** Of its order; the request itself by default. */
  readonly cause?: Cause;
}

interface Attempt {
  readonly cause: Cause;
  readonly sale: NewSale;
  readonly key?: IdempotencyKey;
  /** The refusal of a sale by what holds today, the clock or the rates in force, unless it is taken already. */
  readonly late?: Problem;
}

/**
 * Takes a till's sale exactly once.
 *
 * The sale, its answer, the key it came under and OrderPlaced commit together, before the answer. The same sale again
 * is answered what it was answered first, whatever the settings say by then; another sale under the same receipt, or
 * another request under the same key, is a conflict. What is refused by a rule leaves nothing behind.
 */
@Injectable()
export class TakeSale {
  constructor(
    private readonly transactions: Transactions,
    private readonly groups: SaleGroups,
    private readonly pressure: OutboxPressure,
    private readonly policy: SalePolicy,
    private readonly problems: ProblemAnswers,
  ) {}

  /**
   * @throws {Problem} 413, 422 by a rule; 409 while the same is being recorded; 503 when it cannot be told or taken.
   */
  async take(
    request: SaleRequest,
    from: Branch,
    { idempotencyKey, cause }: HowSent = {},
  ): Promise<Answer> {
    const attempt = this.attempt(request, from, cause ?? requestCause(ROUTE), idempotencyKey);
    if (!cause) describeOrder(attempt.sale.placed, from.branch);
    this.refuseUnderPressure();
    if (isPlain(attempt) && (await inWords(() => this.groups.record(attempt.cause, attempt.sale)))) {
      return accepted(attempt.sale);
    }
    return answerOf(this.transactions, (db) => this.recordOnce(db, attempt));
  }

  /** @throws {Problem} 503 `intake-paused` while the outbox is full. */
  refuseUnderPressure(): void {
    if (this.pressure.isHigh()) throw saleProblems('intake-paused', { headers: { 'retry-after': '10' } });
  }

  private attempt(request: SaleRequest, from: Branch, cause: Cause, idempotencyKey?: string): Attempt {
    const { order, findings } = orderOfSale(request, from);
    const rates = order ? rateFindings(order, this.policy) : [];
    const sums = findings ?? (rates.length > 0 ? [] : moneyFindings(order));
    const found = [...branchFindings(request, from), ...sums];
    if (order === undefined || found.length > 0) throw refuseSale(found);
    const receipt = receiptOf(request);
    const orderId = orderIdOf(from, receipt);
    const late = [...rates, ...clockFindings(request, new Date())];
    const { orderNumber: number, company, channel } = order;
    return {
      cause: { ...cause, baggage: baggageOf({ number, company, channel, branch: from.branch }) },
      sale: {
        from,
        receipt,
        contentHash: contentHash(request),
        correlationId: cause.correlationId,
        placed: { orderId, order },
        answer: acceptance(orderId, order.orderNumber),
      },
      ...(idempotencyKey !== undefined && { key: { principal: principalOf(from), route: ROUTE, key: idempotencyKey } }),
      ...(late.length > 0 && { late: refuseSale(late) }),
    };
  }

  private async recordOnce(db: DatabaseTransaction, attempt: Attempt): Promise<Answer> {
    const { cause, sale, key, late } = attempt;
    const kept = key && (await this.answerUnder(db, key, sale.contentHash));
    if (kept) return kept;
    if (await insertSale(db, sale)) {
      // Only who has the receipt knows that nobody else is about to record it; with the refusal it is given back.
      if (late) throw late;
      const answer = await this.keepUnder(db, attempt, accepted(sale));
      db.causedBy(cause).publish(OrderPlaced.of(sale.placed));
      return answer;
    }
    const recorded = await findRecorded(db, sale.placed.orderId);
    if (!recorded) throw saleProblems('request-in-progress', { headers: { 'retry-after': '1' } });
    if (recorded.contentHash.equals(sale.contentHash)) return { status: 202, body: recorded.answer, replayed: true };
    const conflict = saleProblems('receipt-conflict', {
      detail:
        `Receipt ${sale.placed.order.orderNumber} was recorded at ` +
        `${recorded.acceptedAt.toISOString()} with other content.`,
    });
    return this.keepUnder(db, attempt, this.problems.answer(conflict));
  }

  private async answerUnder(db: DatabaseTransaction, key: IdempotencyKey, hash: Buffer): Promise<Answer | undefined> {
    const kept = await findKept(db, key);
    if (!kept) return undefined;
    if (kept.contentHash.equals(hash)) return { status: kept.status, body: kept.body, replayed: true };
    throw saleProblems('idempotency-key-reused', {
      detail: `This key was first used at ${kept.usedAt.toISOString()} with a different body.`,
    });
  }

  private async keepUnder(db: DatabaseTransaction, { sale, key }: Attempt, answer: Answer): Promise<Answer> {
    if (!key || (await keep(db, key, { contentHash: sale.contentHash, ...answer }))) return answer;
    const first = await this.answerUnder(db, key, sale.contentHash);
    if (first) return first;
    throw saleProblems('request-in-progress', { headers: { 'retry-after': '1' } });
  }
}

/** Whether nothing speaks against a sale but its receipt: such are recorded in groups, all others alone. */
function isPlain({ key, late }: Attempt): boolean {
  return key === undefined && late === undefined;
}

function accepted({ answer }: NewSale): Answer {
  return { status: 202, body: answer, replayed: false };
}

function acceptance(orderId: string, orderNumber: string): Readonly<Record<string, unknown>> {
  const self = `/v1/sales/${orderId}`;
  return {
    id: orderId,
    orderId,
    orderNumber,
    state: 'accepted',
    links: { self, cancellation: `${self}/cancellation` },
  };
}
