import { actBy, coded } from '@kervan/service-host';
import { z } from 'zod';

/** What was due of the order when a person decided, as its proposal tells it: if that has changed since, it is refused. */
const seen = z.strictObject({
  due: z
    .string({ error: coded('invalid-amount', 'a decimal string, such as 120.00') })
    .regex(/^\d{1,15}(\.\d{1,4})?$/, { error: coded('invalid-amount', 'a decimal string, such as 120.00') })
    .describe('The `amount` of its proposal: what is open of the order, or what is due of it where the line is matched with it already.'),
  currency: z.string().regex(/^[A-Z]{3}$/, { error: coded('unknown-currency', 'three letters of ISO 4217') }),
});

/** A person's decision about a line: it pays this order, or nothing of ours. */
export const decisionRequest = z.discriminatedUnion(
  'decision',
  [
    z.strictObject({
      decision: z.literal('match'),
      orderId: z.uuid({ error: coded('invalid-identifier', 'the id of an order') }),
      /** Whether the order counts as paid although the line is of another amount than is open. */
      acceptDifference: z.boolean().default(false),
      seen: seen.optional().describe('What was shown to be open, or due. If it is not that now, the answer is 409 `due-changed`.'),
      ...actBy,
    }),
    z.strictObject({ decision: z.literal('leave'), ...actBy }),
  ],
  { error: coded('invalid-field', 'match or leave') },
);

export type DecisionRequest = z.output<typeof decisionRequest>;
export type MatchRequest = Extract<DecisionRequest, { decision: 'match' }>;
