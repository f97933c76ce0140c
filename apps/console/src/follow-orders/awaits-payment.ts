import { type Happening, inLog } from './happening.js';
import type { HappeningKind } from './happening-kind.js';
import type { OrderAsTaken } from './order-as-taken.js';

/** Why a person is asked where an order is cancelled that can no longer be taken back; it goes on once they let it. */
const CANCELLED_AFTER_PIVOT = 'cancelled-after-pivot';

/** Whether all that can be done before the payment is done, and neither it nor what a person takes for it has been found. */
export function awaitsPayment(happenings: readonly Happening[], order: OrderAsTaken): boolean {
  const isDone = (kind: HappeningKind, step: string): boolean =>
    happenings.some((one) => one.kind === kind) || isSkipped(happenings, step);
  const booked =
    isDone('SalesOrderPosted', 'post-order') &&
    (!order.invoiceDue || isDone('InvoicePosted', 'book-invoice')) &&
    (!order.captured || isDone('PaymentPosted', 'post-payment'));
  const settled = isSkipped(happenings, 'settle') || isPaid(happenings, order);
  return booked && !isCancelled(happenings) && !settled;
}

/**
 * Whether a person has done the step in another way, and the orchestrator has not had to ask for it again since. A skip that
 * has no effect is answered with the order as it is taken; of one that has, nothing need be told.
 */
function isSkipped(happenings: readonly Happening[], name: string): boolean {
  const taken = happenings.filter(({ kind }) => kind === 'OrderTaken');
  const ignored = new Set(taken.map(({ causationId }) => causationId));
  const last = happenings.findLast(({ messageId, kind, step, code }) => {
    if (step !== name) return false;
    if (kind === 'SkipStep') return !ignored.has(messageId);
    return kind === 'OrderNeedsAttention' && code !== CANCELLED_AFTER_PIVOT;
  });
  return last?.kind === 'SkipStep';
}

/** Whether its source has cancelled it, and no person has let it go on all the same. */
function isCancelled(happenings: readonly Happening[]): boolean {
  const overruled = happenings.some(({ kind, code }) => kind === 'OrderAttentionResolved' && code === CANCELLED_AFTER_PIVOT);
  return !overruled && happenings.some(({ kind }) => kind === 'OrderCancelled');
}

/**
 * Whether the bank has seen all that is due, each line counted once, however often it is told; or a person has let the order
 * count as paid by one, of which its last such telling counts, and what is due is what was due then.
 */
function isPaid(happenings: readonly Happening[], { currency, dueMinor }: OrderAsTaken): boolean {
  const matched = inLog(happenings, 'PaymentMatched').filter(({ facts }) => facts.currency === currency);
  const paidMinor = eachOnce(matched).reduce((sum, { facts }) => sum + (facts.amountMinor ?? 0), 0);
  const accepted = eachOnce(matched.filter(({ facts }) => facts.settlesOrder === true));
  return paidMinor >= dueMinor || accepted.some(({ facts }) => (facts.acceptedDueMinor ?? dueMinor) === dueMinor);
}

/** The last telling of each bank line, told apart as the orchestrator does. */
function eachOnce(matched: readonly Happening[]): Happening[] {
  const lines: [first: Happening, ...again: Happening[]][] = [];
  for (const one of matched) {
    const line = lines.find(([first]) => isSameLine(first, one));
    if (line) line.push(one);
    else lines.push([one]);
  }
  return lines.map((line) => line.at(-1) ?? line[0]);
}

/** Whether both are of one bank line: where either does not tell its account, they are where the amount is the same, too. */
function isSameLine({ reference, facts }: Happening, other: Happening): boolean {
  if (reference !== other.reference) return false;
  if (facts.accountDigest && other.facts.accountDigest) return facts.accountDigest === other.facts.accountDigest;
  return facts.amountMinor === other.facts.amountMinor;
}
