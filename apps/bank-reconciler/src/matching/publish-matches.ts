import { createHash } from 'node:crypto';
import { type Message, PaymentMatched } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';
import type { PaymentMatch } from './match-lines.js';

interface PaidLine extends Pick<PaymentMatch, 'orderId' | 'invoiceNumber'> {
  readonly line: Pick<PaymentMatch['line'], 'account' | 'amountMinor' | 'currency' | 'valueDate' | 'reference'>;
  /** What was due when a person said that the order counts as paid, whatever the amount; unless said, the amounts decide. */
  readonly acceptedDueMinor?: number | null;
}

/** What everybody is told of a match; commits with it. */
export function paymentMatched(
  { line, orderId, invoiceNumber, acceptedDueMinor = null }: PaidLine,
  matchedAt: string,
): Message {
  return PaymentMatched.of({
    orderId,
    invoiceNumber,
    amountMinor: line.amountMinor,
    currency: line.currency,
    valueDate: line.valueDate,
    statementReference: line.reference,
    matchedAt,
    settlesOrder: acceptedDueMinor !== null,
    acceptedDueMinor,
    accountDigest: accountDigestOf(line.account),
  });
}

/** By what the number of an account is known to others, who have no need of it. */
export function accountDigestOf(account: string): string {
  return createHash('sha256').update(account).digest('hex');
}

/** Publishes matches as outputs of one cause. */
export function publishMatches(tx: Transaction, matches: readonly PaymentMatch[]): void {
  const matchedAt = new Date().toISOString();
  for (const match of matches) tx.publish(paymentMatched(match, matchedAt));
}
