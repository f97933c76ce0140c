import { type Happening, inLog } from './happening.js';
import type { OrderAsTaken } from './order-as-taken.js';

/** Whether all that can be done before the payment is done, and neither it nor what a person takes for it has been found. */
export function awaitsPayment(happenings: readonly Happening[], order: OrderAsTaken): boolean {
  const kinds = new Set(happenings.map(({ kind }) => kind));
  const booked =
    kinds.has('SalesOrderPosted') &&
    (!order.invoiceDue || kinds.has('InvoicePosted')) &&
    (!order.captured || kinds.has('PaymentPosted'));
  return booked && !kinds.has('OrderCancelled') && !isPaid(happenings, order);
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

/** The last telling of each bank line. */
function eachOnce(matched: readonly Happening[]): Happening[] {
  return [...new Map(matched.map((one) => [one.reference, one])).values()];
}
