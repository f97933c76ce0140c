import type { CancelSalesOrder } from '@kervan/contracts';
import { businessKey } from '../ports/business-key.js';

/** The cancellation of a sales order in the books. */
export interface Cancellation {
  readonly reference: string;
  readonly mode: string;
  /** Code of the company; absent, with the order's number, from calls that were stored before cancellations named them. */
  readonly company?: string;
  /** Number of the order, by which the ERP tells that the number below is another's: a person may have stated it. */
  readonly orderNumber?: string;
  /** Number of the sales order in the ERP. */
  readonly erpOrderNumber: string;
  /** 1 to 200 characters. */
  readonly reason: string;
}

const LONGEST_REASON = 200;
const NO_REASON = 'no reason given';
/** The first half of a surrogate pair, which the end has parted from the second. */
const CUT_CHARACTER = /[\ud800-\udbff]$/;

/** The cancellation that a command asks for. */
export function cancellationOf(command: CancelSalesOrder): Cancellation {
  const { mode, company, orderNumber, erpNumber } = command;
  return { reference: businessKey(command, 'cancellation'), mode, company, orderNumber, erpOrderNumber: erpNumber, reason: reasonOf(command) };
}

/** Why, as far as the ERP takes it: the words are those of whoever refused or took back the order, of any length. */
function reasonOf({ reason }: CancelSalesOrder): string {
  return reason.trim().toWellFormed().slice(0, LONGEST_REASON).replace(CUT_CHARACTER, '') || NO_REASON;
}
