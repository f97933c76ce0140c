import { newId } from '@kervan/messaging';
import { checkedJson, problem, Problem } from '@kervan/service-host';
import { Injectable, Logger } from '@nestjs/common';
import type { Branch } from '../branch/branch-key.js';
import type { Answer } from '../request/answer.js';
import { requestCause } from '../request/cause.js';
import { ProblemAnswers } from '../request/problem-answers.js';
import { refuseSale } from '../take-sale/sale.problems.js';
import { saleRequest } from '../take-sale/sale-request.js';
import { TakeSale } from '../take-sale/take-sale.js';
import { SALE_BYTES } from './batch-request.js';

const ROUTE = 'POST /v1/sales/batch';
/** Sales of a batch under way at once: a batch leaves connections for the tills that wait. */
const AT_ONCE = 50;
const UNAVAILABLE = 503;

type Outcome = Answer | Problem;

/** What became of one sale of a batch, as `POST /v1/sales` would have answered it alone. */
export type SaleResult = { readonly index: number; readonly status: number } & (
  | { readonly replayed: boolean; readonly sale: Answer['body'] }
  | { readonly problem: Answer['body'] }
);

/**
 * Takes the sales of a batch, each exactly once and each by itself: one that is refused keeps none of the others back.
 *
 * One that fails by a fault of ours is answered 500, and its batch goes on. A batch is no transaction. Sent again, whole or in part, what was taken is answered as it was the first time.
 */
@Injectable()
export class TakeBatch {
  private readonly logger = new Logger(TakeBatch.name);

  constructor(
    private readonly sales: TakeSale,
    private readonly problems: ProblemAnswers,
  ) {}

  /**
   * @returns one result per sale, in their order.
   * @throws {Problem} 503 where not one of them could be recorded for want of the database, or intake is paused.
   */
  async take(sales: readonly unknown[], from: Branch): Promise<readonly SaleResult[]> {
    this.sales.refuseUnderPressure();
    const outcomes: Outcome[] = [];
    while (outcomes.length < sales.length) {
      const next = sales.slice(outcomes.length, outcomes.length + AT_ONCE);
      outcomes.push(...(await Promise.all(next.map((sale) => this.takeOne(sale, from)))));
    }
    const [first] = outcomes;
    if (first instanceof Problem && outcomes.every(isUnavailable)) throw first;
    return outcomes.map((outcome, index) => this.resultOf(outcome, index));
  }

  private async takeOne(sale: unknown, from: Branch): Promise<Outcome> {
    try {
      refuseTooLarge(sale);
      const request = checkedJson(saleRequest, sale, refuseSale);
      return await this.sales.take(request, from, { cause: { ...requestCause(ROUTE), id: newId() } });
    } catch (error) {
      if (error instanceof Problem) return error;
      this.logger.error({ msg: 'a sale of a batch could not be taken; the others are', err: error });
      return problem('internal-error', { cause: error });
    }
  }

  private resultOf(outcome: Outcome, index: number): SaleResult {
    const { status, body, replayed } =
      outcome instanceof Problem ? this.problems.answer(withinBatch(outcome, index)) : outcome;
    return status < 300 ? { index, status, replayed, sale: body } : { index, status, problem: body };
  }
}

/** A sale has the limit that it would have alone, so that its order is none that cannot be passed on. */
function refuseTooLarge(sale: unknown): void {
  if (Buffer.byteLength(JSON.stringify(sale)) <= SALE_BYTES) return;
  const detail = `A sale may hold at most ${SALE_BYTES} bytes.`;
  throw problem('payload-too-large', {
    detail,
    extensions: { limitBytes: SALE_BYTES },
    errors: [{ pointer: '#', code: 'payload-too-large', detail }],
  });
}

const isUnavailable = (outcome: Outcome): boolean => outcome instanceof Problem && outcome.kind.status === UNAVAILABLE;

/** The problem of a sale with its pointers as they lead through the whole body. */
function withinBatch({ code, kind, options }: Problem, index: number): Problem {
  const errors = options.errors?.map((finding) => ({
    ...finding,
    ...(finding.pointer !== undefined && { pointer: `#/sales/${index}${finding.pointer.slice(1)}` }),
  }));
  return new Problem(code, kind, { ...options, ...(errors && { errors }) });
}
