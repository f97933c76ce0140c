import { z } from 'zod';

/** What an authentic delivery is answered, once it is durable. */
export const deliveryAnswer = z.object({
  status: z.enum(['accepted', 'duplicate', 'quarantined', 'ignored']),
  id: z.uuid().optional().describe('Of the delivery in the log, or in the quarantine; a duplicate has none.'),
});

export type DeliveryAnswer = z.output<typeof deliveryAnswer>;

/** What the ping of WooCommerce is answered. */
export const pingAnswer = z.object({ status: z.literal('ignored') });
