import { InvoicePosted, type Message } from '@kervan/contracts';
import type { ErpAct } from '../ports/erp.port.js';
import { commandDead, type ErpOutcome } from '../ports/erp-outcome.js';
import type { InvoiceEntry } from './invoice-entry.js';

/** The reply to PostInvoice: the invoice is out and must be booked, so a refusal needs a person. */
export function invoiceOutcome({ orderId, commandId }: ErpAct<InvoiceEntry>, outcome: ErpOutcome): Message {
  if (outcome.kind !== 'done') return commandDead({ orderId, commandId }, outcome);
  return InvoicePosted.of({ orderId, commandId, erpNumber: outcome.result.erpNumber });
}
