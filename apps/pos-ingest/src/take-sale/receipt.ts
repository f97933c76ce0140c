import { createHash } from 'node:crypto';
import { Channel } from '@kervan/contracts';
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

/**
 * The order's id: a UUIDv8 (RFC 9562) of company, mode, channel and natural key, and of nothing else.
 *
 * A sale that is sent again, even after this service's database was restored from a backup, is the same order.
 */
export function orderIdOf({ company, mode, branch }: Branch, { till, zNumber, receiptNumber }: Receipt): string {
  const naturalKey = JSON.stringify([company, mode, Channel.till, branch, till, zNumber, receiptNumber]);
  const bytes = createHash('sha256').update(naturalKey).digest().subarray(0, 16);
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** SHA-256 of what a request says, whatever the order of its keys and the spaces between them. */
export function contentHash(request: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(sorted(request)))
    .digest();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

/** The natural key as the request gives it. */
export function receiptOf({ till, zNumber, receiptNumber }: SaleRequest): Receipt {
  return { till, zNumber, receiptNumber };
}
