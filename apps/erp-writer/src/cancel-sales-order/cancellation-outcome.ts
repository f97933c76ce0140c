import { type Message, SalesOrderCancelled } from '@kervan/contracts';
import type { ErpAct } from '../ports/erp.port.js';
import { commandDead, type ErpOutcome } from '../ports/erp-outcome.js';
import type { Cancellation } from './cancellation.js';

/** The reply to CancelSalesOrder: an undo that is refused has no way on of its own, so a person looks at it. */
export function cancellationOutcome({ orderId, commandId }: ErpAct<Cancellation>, outcome: ErpOutcome): Message {
  if (outcome.kind !== 'done') return commandDead({ orderId, commandId }, outcome);
  return SalesOrderCancelled.of({ orderId, commandId, erpNumber: outcome.result.erpNumber });
}
