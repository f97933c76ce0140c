import { actBy, pageAnswer, paging } from '@kervan/service-host';
import { z } from 'zod';
import { BatchState, ItemState } from './batch-kind.js';

const instant = z.iso.datetime();

/** A batch and how far it has come. */
export const batchSummary = z.object({
  id: z.uuid(),
  act: z.string(),
  by: z.string(),
  reason: z.string(),
  filter: z.unknown(),
  options: z.array(z.string()).describe('The names of its options: what they hold may be personal data.'),
  perSecond: z.int(),
  state: z.enum(BatchState),
  total: z.int(),
  done: z.int(),
  skipped: z.int(),
  skippedBy: z.record(z.string(), z.int()).describe('How many were skipped, by code.'),
  left: z.int().describe('What was not acted upon yet; stays, where the batch was cancelled.'),
  createdAt: instant,
  endedAt: instant.nullable(),
});

/** One page of batches. */
export const batchPage = pageAnswer(batchSummary);

/** One page of the things of a batch. */
export const batchItems = pageAnswer(
  z.object({ id: z.string(), state: z.enum(ItemState), code: z.string().nullable(), at: instant.nullable() }),
);

/** How the list of batches may be asked. */
export const batchQuery = z.strictObject({ ...paging });

/** How the things of a batch may be asked. */
export const batchItemQuery = z.strictObject({
  state: z.enum(ItemState).optional(),
  after: z.coerce.number().int().min(0).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The body that orders a batch of what a filter selects. */
export function batchOrder<Filter extends z.ZodType>(filter: Filter) {
  return z.strictObject({
    id: z.uuidv7().toLowerCase().optional().describe('Of the batch to be: the same order sent again is one batch.'),
    ...actBy,
    filter,
    perSecond: z.int().min(1).max(200).describe('How many are acted upon in a second, at most.'),
    dryRun: z.boolean().default(false).describe('Only tells what would be acted upon.'),
  });
}

/** The body that cancels a batch. */
export const batchCancel = z.strictObject(actBy);
