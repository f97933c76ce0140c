import { decimalFromMinor, sumMinor } from '@kervan/commerce';
import type { PostPayment } from '@kervan/contracts';
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

/** The payments that a command asks to book; exact to the last minor unit. @throws {RuleBroken} */
export function paymentEntryOf(command: PostPayment): PaymentEntry {
  const { company, mode, orderNumber, erpOrderNumber, invoiceNumber, currency, payments } = command;
  return {
    reference: businessKey(command, 'payment'),
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
