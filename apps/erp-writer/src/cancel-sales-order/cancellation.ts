import type { CancelSalesOrder } from '@kervan/contracts';
import { businessKey } from '../ports/business-key.js';

/** The cancellation of a sales order in the books. */
export interface Cancellation {
  readonly reference: string;
  readonly mode: string;
  /** Number of the sales order in the ERP. */
  readonly erpOrderNumber: string;
  /** 1 to 200 characters. */
  readonly reason: string;
}

const LONGEST_REASON = 200;
const NO_REASON = 'no reason given';

/** The cancellation that a command asks for. */
export function cancellationOf(command: CancelSalesOrder): Cancellation {
  return {
    reference: businessKey(command, 'cancellation'),
    mode: command.mode,
    erpOrderNumber: command.erpNumber,
    reason: reasonOf(command),
  };
}

/** Why, as far as the ERP takes it: the words are those of whoever refused or took back the order, of any length. */
function reasonOf({ reason }: CancelSalesOrder): string {
  return reason.trim().slice(0, LONGEST_REASON).toWellFormed() || NO_REASON;
}
