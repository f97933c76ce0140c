import { OrderState } from '@kervan/ingress';
import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';

const id = z.uuid();
const instant = z.iso.datetime();
const path = z.string().meta({ example: '/v1/sales/26a2465c-4450-897a-a913-cf53105155b1' });
const orderNumber = z.string().meta({ example: '012-3-147-5012' });

/** What a till is answered whose sale is recorded. */
export const saleTaken = z.object({
  id,
  orderId: id,
  orderNumber,
  state: z.literal(OrderState.accepted),
  links: z.object({ self: path, cancellation: path }),
});

/** What a till is answered whose wish to cancel is recorded. */
export const cancellationTaken = z.object({
  id,
  orderNumber,
  cancellation: z.literal('requested'),
  cancelledAt: instant,
  links: z.object({ sale: path }),
});

const problem = z.looseObject({ code: z.string(), title: z.string(), status: z.int() });

/** What a till is answered that sent several sales. */
export const batchTaken = z.object({
  results: z.array(
    z.object({
      index: z.int(),
      status: z.int(),
      replayed: z.boolean().optional(),
      sale: saleTaken.optional(),
      problem: problem.optional().describe('As `POST /v1/sales` would have answered it.'),
    }),
  ),
});

/** A sale as it stands. */
export const saleStatus = z.object({
  id,
  orderNumber,
  state: z.enum(Object.values(OrderState)),
  stateSince: instant,
  acceptedAt: instant,
  documents: z.array(z.object({ type: z.string().meta({ example: 'invoice' }), number: z.string(), issuedOn: z.iso.date().nullable() })),
  lastError: z
    .object({ step: z.string(), code: z.string(), detail: z.string(), since: instant })
    .nullable()
    .describe('What it waits for that needs a person.'),
  cancellationRequested: z.boolean(),
});

/** One page of the list of sales. */
export const salesPage = pageAnswer(
  saleStatus.extend({
    company: z.string(),
    mode: z.enum(['live', 'test']),
    branch: z.string(),
    correlationId: z.string(),
    publications: z.int().describe('How often it was published: more than once where nobody confirmed it in time.'),
  }),
);
