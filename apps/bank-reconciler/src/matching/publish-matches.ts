import { PaymentMatched } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';
import type { PaymentMatch } from './match-lines.js';

/** What everybody is told of a match; commits with it. */
export function paymentMatched({ line, orderId, invoiceNumber }: Omit<PaymentMatch, 'evidence'>, matchedAt: string) {
  return PaymentMatched.of({
    orderId,
    invoiceNumber,
    amountMinor: line.amountMinor,
    currency: line.currency,
    valueDate: line.valueDate,
    statementReference: line.reference,
    matchedAt,
  });
}

/** Publishes matches as outputs of one cause. */
export function publishMatches(tx: Transaction, matches: readonly PaymentMatch[]): void {
  const matchedAt = new Date().toISOString();
  for (const match of matches) tx.publish(paymentMatched(match, matchedAt));
}
