import { Mode } from '@kervan/contracts';
import { z } from 'zod';

const identification = z.object({ id: z.string(), qualifier: z.string().optional() });

/** All partners, as an operator is shown them. */
export const partnersTold = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      company: z.string(),
      mode: z.enum(Object.values(Mode)),
      us: identification,
      them: identification,
      testIndicator: z.enum(['refused', 'test-mode']),
      characterSets: z.array(z.string()),
      messages: z.array(z.string()),
      duplicates: z.enum(['same-answer', 'reject-26']),
      acknowledgement: z.enum(['acknowledged', 'received', 'none']),
      currency: z.string(),
      pricesIncludeTax: z.boolean(),
      paymentTermDays: z.int(),
      buyers: z.int().describe('How many the profile has.'),
      deliveryPlaces: z.int(),
      articles: z.int(),
    }),
  ),
});
