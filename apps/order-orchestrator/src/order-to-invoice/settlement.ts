import { sumMinor } from '@kervan/commerce';
import {
  PaymentStatus,
  type BookedPayment,
  type OrderCompleted,
  type PaymentMatched,
  type PaymentPosted,
  type SettledPayment,
} from '@kervan/contracts';
import type { Notice } from '@kervan/saga';
import { erpPayment, sumIn, type OrderToInvoice } from './order-to-invoice.js';

/** Whether money is still to come; a payment of nothing is none. */
export const paymentDue = (sale: OrderToInvoice): boolean => sumIn(sale, PaymentStatus.due) > 0;

/** Whether money that came at the bank is to be posted: not where all of it was settled in another way. */
export const settlementDue = (sale: OrderToInvoice): boolean =>
  paymentDue(sale) && (sale.settledElsewhere !== true || (sale.matched ?? []).length > 0);

/** What a person says who counts the payment as settled: nothing that the bank has not seen is posted. */
export const settledElsewhere = (): Partial<OrderToInvoice> => ({ settledElsewhere: true });

/** Whether the bank has seen all that is due, or a payment by which a person lets the order count as paid as it stands. */
export const paidInFull = (sale: OrderToInvoice): boolean => {
  const matched = sale.matched ?? [];
  const due = sumIn(sale, PaymentStatus.due);
  const paid = sumMinor(matched.map(({ amountMinor }) => amountMinor));
  return paid >= due || matched.some((line) => settles(line, due));
};

/**
 * Whether a person lets the order count as paid by a line, and what is due is what was due when they said so: an amendment
 * may have made more due since. Where a release has told or kept it that does not say how much was due, it holds for any.
 */
function settles({ settlesOrder, acceptedDueMinor }: PaymentMatched, dueMinor: number): boolean {
  return settlesOrder && (acceptedDueMinor ?? dueMinor) === dueMinor;
}

/**
 * Counts a bank line once, however often it is told, and only in the sale's own currency. That the order counts as paid by
 * it may be told later, of an order that was amended meanwhile: the last such telling counts.
 */
export const bankLine = (sale: OrderToInvoice, line: PaymentMatched): Partial<OrderToInvoice> => {
  const known = sale.matched ?? [];
  if (line.currency !== sale.currency) return {};
  const counted = known.find((one) => isSameLine(one, line));
  if (!counted) return { matched: [...known, line] };
  if (!line.settlesOrder) return {};
  const { settlesOrder, acceptedDueMinor } = line;
  return { matched: known.map((one) => (one === counted ? { ...one, settlesOrder, acceptedDueMinor } : one)) };
};

/**
 * Whether both are of one bank line. A release that told or kept either without its account leaves that open: then they are
 * where amount and value date are the same, too, as those of a line that is told again always are.
 */
function isSameLine(one: PaymentMatched, other: PaymentMatched): boolean {
  if (one.statementReference !== other.statementReference) return false;
  if (one.accountDigest && other.accountDigest) return one.accountDigest === other.accountDigest;
  return one.amountMinor === other.amountMinor && one.valueDate === other.valueDate;
}

/** Remembers which payments the ERP has booked. */
export const erpSettlement = (sale: OrderToInvoice, reply: PaymentPosted): Partial<OrderToInvoice> => ({
  ...erpPayment(sale, reply),
  booked: reply.bookedPayments,
});

/**
 * The bank lines whose money the sale has taken; any other that is matched with it came too late, and is not posted.
 *
 * They are those that the ERP has booked: a sale that was set back may know of others than it did when it had them posted, and
 * what it asks for again posts no others. Where the ERP does not say, and where a person did it, they are those it knows of.
 */
export const settledPayments = ({ matched = [], booked }: OrderToInvoice): Pick<OrderCompleted, 'settledPayments'> => {
  const known = matched.map(({ statementReference, accountDigest, amountMinor }) => {
    return { statementReference, accountDigest: accountDigest ?? null, amountMinor };
  });
  return { settledPayments: booked ? linesOf(booked, known) : known };
};

/** The lines of which payments were booked, each at most once; of one that is not known, its account is not told. */
function linesOf(booked: readonly BookedPayment[], known: readonly SettledPayment[]): SettledPayment[] {
  const left = [...known];
  return booked.flatMap(({ reference: statementReference, amountMinor }) => {
    if (statementReference === null) return [];
    const at = left.findIndex((line) => line.statementReference === statementReference && line.amountMinor === amountMinor);
    return at < 0 ? { statementReference, accountDigest: null, amountMinor } : left.splice(at, 1);
  });
}

/** What accounting is told when the money has not come in time. */
export const remindAccounting = ({ orderNumber }: OrderToInvoice): Notice => ({
  code: 'payment-overdue',
  detail: `The payment of order ${orderNumber} has not been matched with a bank line in time.`,
});
