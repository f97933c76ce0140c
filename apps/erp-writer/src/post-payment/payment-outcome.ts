import { type Message, PaymentPosted } from '@kervan/contracts';
import type { ErpAct } from '../ports/erp.port.js';
import { commandDead, type ErpOutcome } from '../ports/erp-outcome.js';
import type { PaymentEntry } from './payment-entry.js';

/** The reply to PostPayment: the money has been taken and must be booked, so a refusal needs a person. */
export function paymentOutcome({ orderId, commandId }: ErpAct<PaymentEntry>, outcome: ErpOutcome): Message {
  if (outcome.kind !== 'done') return commandDead({ orderId, commandId }, outcome);
  return PaymentPosted.of({ orderId, commandId, erpNumber: outcome.result.erpNumber });
}
