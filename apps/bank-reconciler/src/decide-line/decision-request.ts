import { actBy, coded } from '@kervan/service-host';
import { z } from 'zod';

/** A person's decision about a line: it pays this order, or nothing of ours. */
export const decisionRequest = z.discriminatedUnion(
  'decision',
  [
    z.strictObject({
      decision: z.literal('match'),
      orderId: z.uuid({ error: coded('invalid-identifier', 'the id of an order') }),
      /** Whether the order counts as paid although the line is of another amount. */
      acceptDifference: z.boolean().default(false),
      ...actBy,
    }),
    z.strictObject({ decision: z.literal('leave'), ...actBy }),
  ],
  { error: coded('invalid-field', 'match or leave') },
);

export type DecisionRequest = z.output<typeof decisionRequest>;
export type MatchRequest = Extract<DecisionRequest, { decision: 'match' }>;
