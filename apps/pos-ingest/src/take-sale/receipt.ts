import { Channel } from '@kervan/contracts';
import { orderIdOf as orderIdOfKey } from '@kervan/ingress';
import type { Branch } from '../branch/branch-key.js';
import type { SaleRequest } from './sale-request.js';

/** The natural key of a sale: what is printed on its receipt. It names one sale for ever. */
export interface Receipt {
  readonly till: string;
  readonly zNumber: number;
  readonly receiptNumber: number;
}

/** The number by which people know the sale. */
export function orderNumberOf({ branch }: Branch, { till, zNumber, receiptNumber }: Receipt): string {
  return `${branch}-${till}-${zNumber}-${receiptNumber}`;
}

/** The order's id: a sale that is sent again, whatever was restored since, is the same order. */
export function orderIdOf({ company, mode, branch }: Branch, { till, zNumber, receiptNumber }: Receipt): string {
  return orderIdOfKey(company, mode, Channel.till, branch, till, zNumber, receiptNumber);
}

/** The natural key as the request gives it. */
export function receiptOf({ till, zNumber, receiptNumber }: SaleRequest): Receipt {
  return { till, zNumber, receiptNumber };
}
