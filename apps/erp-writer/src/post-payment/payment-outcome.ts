import { type Message, PaymentPosted } from '@kervan/contracts';
import type { ErpAct } from '../ports/erp.port.js';
import { commandDead, type ErpOutcome } from '../ports/erp-outcome.js';
import { bookedPaymentsOf, type PaymentEntry } from './payment-entry.js';

/**
 * The reply to PostPayment: the money has been taken and must be booked, so a refusal needs a person.
 *
 * What is booked is told from the document that went to the ERP, of which the ERP has confirmed the total: whoever asks again
 * under the same command, and for other payments by then, learns it from this reply.
 */
export function paymentOutcome({ orderId, commandId, document }: ErpAct<PaymentEntry>, outcome: ErpOutcome): Message {
  if (outcome.kind !== 'done') return commandDead({ orderId, commandId }, outcome);
  const { erpNumber, stated } = outcome.result;
  return PaymentPosted.of({ orderId, commandId, erpNumber, bookedPayments: stated ? null : bookedPaymentsOf(document) });
}
