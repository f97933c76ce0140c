import type { CancelSalesOrder } from '@kervan/contracts';
import { businessKey } from '../ports/business-key.js';

/** The cancellation of a sales order in the books. */
export interface Cancellation {
  readonly reference: string;
  readonly mode: string;
  /** Number of the sales order in the ERP. */
  readonly erpOrderNumber: string;
  readonly reason: string;
}

/** The cancellation that a command asks for. */
export function cancellationOf(command: CancelSalesOrder): Cancellation {
  return {
    reference: businessKey(command, 'cancellation'),
    mode: command.mode,
    erpOrderNumber: command.erpNumber,
    reason: command.reason,
  };
}
