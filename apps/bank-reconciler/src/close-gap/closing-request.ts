import { actBy } from '@kervan/service-host';
import { z } from 'zod';

const amount = z.string().min(1).max(40);

/** A person's word that nothing is missing before a statement, or that it will never come. */
export const closingRequest = z.strictObject({
  seen: z
    .strictObject({ expected: amount, actual: amount })
    .optional()
    .describe('The gap as it was shown. If another one is open now, the answer is 409 `gap-changed`.'),
  ...actBy,
});

export type ClosingRequest = z.output<typeof closingRequest>;
