import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { saleRequest } from '../take-sale/sale-request.js';

/** Sales in one batch at most. */
export const BATCH_LIMIT = 500;

/** Bytes of a batch at most: its sales, each of some 1 to 4 KiB. */
export const BATCH_BYTES = 2 * 1024 * 1024;

/** Bytes of one sale of a batch at most, as JSON without blanks: what a sale may have that comes alone. */
export const SALE_BYTES = 256 * 1024;

const expected = `an array of 1 to ${BATCH_LIMIT} sales`;

/** Sales sent together. Each is checked, taken or refused by itself, so their form is not looked at here. */
export const batchRequest = z.strictObject({
  sales: z
    .array(z.unknown(), { error: coded('invalid-field', expected) })
    .min(1, { error: coded('invalid-field', expected) })
    .max(BATCH_LIMIT, { error: coded('too-many-sales', expected), abort: true }),
});

/** The form of a batch with that of its sales, for the OpenAPI page. */
export const shownBatch = z.strictObject({ sales: z.array(saleRequest).min(1).max(BATCH_LIMIT) });

export type BatchRequest = z.output<typeof batchRequest>;
