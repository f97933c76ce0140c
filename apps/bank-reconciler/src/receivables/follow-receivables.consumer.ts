import {
  InvoiceNumberAssigned,
  InvoiceNumberVoided,
  OrderCancelled,
  OrderCompleted,
  OrderPlaced,
  OrderReversed,
  OrderTaken,
} from '@kervan/contracts';
import { ConsumesAll, type DatabaseTransaction, type Input } from '@kervan/messaging';
import { Controller } from '@nestjs/common';
import { LineMetrics } from '../matching/line-metrics.js';
import { matchLines } from '../matching/match-lines.js';
import { Reason } from '../matching/matching-rule.js';
import { alongWithOthers, findLinesNaming } from '../matching/matching.queries.js';
import { paymentMatched } from '../matching/publish-matches.js';
import { factsOf, type ReceivableEvent } from './receivable-facts.js';
import { recordFacts } from './receivable.repository.js';
import { reopenCompleted } from './reopen-completed.js';
import { reopenAmended, reopenReversed } from './reopen-lines.js';

/**
 * Keeps what is to be paid as the events of orders and invoices tell it, and tries again the lines that name it. A line
 * whose order is taken back after it was matched, or completes without it, waits for a person again, and so do those that are
 * not what is due since the order was amended, unless the rest has come.
 *
 * Redelivery is harmless, and events of different topics may come in any order, before or after the statement. The
 * receivable, the match and PaymentMatched commit together.
 */
@Controller()
export class FollowReceivablesConsumer {
  constructor(private readonly metrics: LineMetrics) {}

  @ConsumesAll(
    OrderPlaced,
    OrderTaken,
    OrderCancelled,
    OrderReversed,
    OrderCompleted,
    InvoiceNumberAssigned,
    InvoiceNumberVoided,
  )
  async handleAll(inputs: readonly Input<ReceivableEvent>[], db: DatabaseTransaction): Promise<void> {
    await alongWithOthers(db);
    const facts = factsOf(inputs.map(({ message }) => message));
    const { named, amended, ended } = await recordFacts(db, facts);
    const reversedLines = await reopenReversed(db, facts.closed, ended);
    const completedLines = await reopenCompleted(db, facts.closed, ended);
    const matches = await matchLines(db, await findLinesNaming(db, named));
    const amendedLines = await reopenAmended(db, amended);
    const matchedAt = new Date().toISOString();
    const counts = {
      matched: matches.length,
      [Reason.matchedOrderReversed]: reversedLines,
      [Reason.matchedOrderAmended]: amendedLines,
      [Reason.matchedOrderCompleted]: completedLines,
    };
    inputs.at(-1)?.tx.collect(this.metrics.afterCommit(), counts);
    for (const match of matches) {
      const causing = inputs.findLast(({ message }) => message.key === match.orderId) ?? inputs.at(-1);
      causing?.tx.publish(paymentMatched(match, matchedAt));
    }
  }
}
