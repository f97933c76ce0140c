import { OrderState } from '@kervan/ingress';
import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';

/** One page of the list of orders. */
export const orderPage = pageAnswer(
  z.object({
    id: z.uuid(),
    orderNumber: z.string().meta({ example: 'marketim-PO-17' }),
    state: z.enum(Object.values(OrderState)),
    stateSince: z.iso.datetime(),
    acceptedAt: z.iso.datetime(),
    documents: z.array(
      z.object({
        type: z.string().meta({ example: 'invoice' }),
        number: z.string(),
        issuedOn: z.iso.date().nullable(),
      }),
    ),
    lastError: z
      .object({ step: z.string(), code: z.string(), detail: z.string(), since: z.iso.datetime() })
      .nullable()
      .describe('What it waits for that needs a person.'),
    cancellationRequested: z.boolean(),
    company: z.string(),
    mode: z.enum(['live', 'test']),
    partner: z.string(),
    buyerOrder: z.string().describe("The buyer's order number."),
    correlationId: z.string(),
    publications: z.int().describe('How often it was published: more than once where nobody confirmed it in time.'),
  }),
);
