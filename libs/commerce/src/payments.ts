import { sumMinor } from './money.js';
import { compare, discrepancies, type Discrepancy, type PricedDocument } from './totals.js';

/** A document with how it is paid. */
export interface PaidDocument {
  readonly totals: { readonly grossMinor: number };
  readonly payments: readonly { readonly amountMinor: number; readonly status: string }[];
}

/**
 * Where the payments are not the gross total; none, when they are, to the minor unit.
 *
 * Every source tells each payment, those still due included: a till net of the change that it gave, a shop one payment of
 * its total, a partner's order one that is due. So together they are the total, whatever the channel, and none is needed
 * where there is nothing to pay. Nor does what is due make up for what was captured beyond the total, or the other way
 * round. What was refunded later is no payment of the order.
 */
export function paymentDiscrepancies({ totals: { grossMinor }, payments }: PaidDocument): Discrepancy<'payments-mismatch'>[] {
  const sumOf = (of: PaidDocument['payments']): number => sumMinor(of.map(({ amountMinor }) => amountMinor));
  const dueMinor = sumOf(payments.filter(({ status }) => status === 'due'));
  const [least, most] = grossMinor < 0 ? [grossMinor, 0] : [0, grossMinor];
  const possiblyDue = Math.min(Math.max(dueMinor, least), most);
  const wrongSum = compare('/payments', 'payments-mismatch', grossMinor, sumOf(payments));
  return wrongSum.length > 0 ? wrongSum : compare('/payments', 'payments-mismatch', possiblyDue, dueMinor);
}

/** What does not add up of an order, or of its payments. */
export type OrderDiscrepancy = Discrepancy | Discrepancy<'payments-mismatch'>;

/**
 * All that does not add up of an order: its amounts, then its payments. One rule for whoever takes an order in, carries it
 * out, or awaits its money, so that none of them takes one that another does not.
 *
 * @throws {RuleBroken} where an amount, rate or quantity cannot be read.
 */
export function orderDiscrepancies(order: PricedDocument & PaidDocument): OrderDiscrepancy[] {
  return [...discrepancies(order), ...paymentDiscrepancies(order)];
}
