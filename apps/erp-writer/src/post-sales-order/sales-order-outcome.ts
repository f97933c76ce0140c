import { type Message, SalesOrderPosted, SalesOrderRejected } from '@kervan/contracts';
import type { ErpAct } from '../ports/erp.port.js';
import { commandDead, type ErpOutcome } from '../ports/erp-outcome.js';
import type { SalesOrder } from './sales-order.js';

/** The reply to PostSalesOrder: a refusal by the ERP is an expected outcome, which the saga knows what to do about. */
export function salesOrderOutcome({ orderId, commandId }: ErpAct<SalesOrder>, outcome: ErpOutcome): Message {
  switch (outcome.kind) {
    case 'done':
      return SalesOrderPosted.of({ orderId, commandId, erpNumber: outcome.result.erpNumber });
    case 'refused':
      return SalesOrderRejected.of({ orderId, commandId, code: outcome.code, detail: outcome.detail });
    case 'dead':
      return commandDead({ orderId, commandId }, outcome);
  }
}
