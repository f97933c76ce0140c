import { decimalFromMinor, minorFromDecimal, sumMinor } from '@kervan/commerce';
import { type BookedPayment, PaymentStatus, type PostPayment } from '@kervan/contracts';
import { businessKey } from '../ports/business-key.js';

/** The payments of an order as the books take them. */
export interface PaymentEntry {
  readonly reference: string;
  readonly company: string;
  readonly mode: string;
  readonly orderNumber: string;
  readonly erpOrderNumber: string;
  readonly invoiceNumber?: string;
  readonly currency: string;
  readonly payments: readonly { readonly method: string; readonly amount: string; readonly reference?: string }[];
  readonly total: string;
}

/**
 * The payments that a command asks to book; exact to the last minor unit.
 *
 * An order may have two of them: what was captured with the sale, and what was due and has been settled since. They
 * are two documents of the books, under two keys. @throws {RuleBroken}
 */
export function paymentEntryOf(command: PostPayment): PaymentEntry {
  const { company, mode, orderNumber, erpOrderNumber, invoiceNumber, currency, payments } = command;
  const settled = payments.every(({ status }) => status === PaymentStatus.due);
  return {
    reference: businessKey(command, settled ? 'settlement' : 'payment'),
    company,
    mode,
    orderNumber,
    erpOrderNumber,
    ...(invoiceNumber === null ? {} : { invoiceNumber }),
    currency,
    payments: payments.map(({ method, amountMinor, reference }) => ({
      method,
      amount: decimalFromMinor(amountMinor, currency),
      ...(reference === null ? {} : { reference }),
    })),
    total: decimalFromMinor(sumMinor(payments.map(({ amountMinor }) => amountMinor)), currency),
  };
}

/** What stands in the books once they hold an entry; exact. @throws {RuleBroken} for amounts that no entry of ours has. */
export function bookedPaymentsOf({ currency, payments }: PaymentEntry): BookedPayment[] {
  return payments.map(({ amount, reference = null }) => ({ reference, amountMinor: minorFromDecimal(amount, currency) }));
}
