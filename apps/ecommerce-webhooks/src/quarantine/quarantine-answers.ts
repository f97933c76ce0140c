import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';
import { DeliveryState } from '../take-delivery/delivery-state.js';
import { QuarantineState } from './quarantine.repository.js';

const id = z.uuid();
const instant = z.iso.datetime();
const orderNumber = z.string().meta({ example: 'moda-2001' });
const state = z.enum(Object.values(QuarantineState));

const finding = z.object({
  pointer: z.string().meta({ example: '#/total_price' }),
  code: z.string().meta({ example: 'totals-mismatch' }),
  detail: z.string().optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
});

const summary = z.object({
  id,
  shop: z.string(),
  topic: z.string(),
  deliveryId: z.string(),
  orderNumber: orderNumber.nullable(),
  state,
  receivedAt: instant,
  resolvedAt: instant.nullable(),
  findings: z.array(finding).describe('What keeps it from being used, each with its place in the body.'),
  correlationId: z.string(),
});

/** One page of the quarantine. */
export const quarantinePage = pageAnswer(summary);

/** A quarantined delivery with all that was decided about it. */
export const quarantinedDetails = summary.extend({
  acts: z.array(
    z.object({
      act: z.enum(['release', 'discard', 'expire']),
      by: z.string(),
      reason: z.string(),
      outcome: z.string(),
      at: instant,
    }),
  ),
  body: z.unknown().describe('Masked; null once it is resolved, and where it is no JSON.'),
});

/** What came of a decision. */
export const decided = z.object({
  id,
  state,
  outcome: z.enum(Object.values(DeliveryState)),
  orderId: id.optional(),
  orderNumber: orderNumber.optional(),
});
