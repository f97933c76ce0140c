import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';
import { MessageState } from '../take-interchange/record-messages.js';
import { finding } from '../tell-interchanges/interchange-answers.js';

const state = z.enum(Object.values(MessageState));

const message = z.object({
  id: z.uuid(),
  interchangeId: z.uuid(),
  partner: z.string(),
  controlReference: z.string(),
  reference: z.string(),
  type: z.string(),
  state,
  stateSince: z.iso.datetime(),
  findings: z.array(
    finding.extend({
      field: z.string().meta({ example: 'lines/0/articleId' }),
      expected: z.string().optional(),
      actual: z.string().optional(),
      tag: z.string().optional(),
      segment: z.int().optional().describe('Position in the message, UNH being 1.'),
    }),
  ),
  orderId: z.uuid().nullable(),
});

/** One page of quarantined messages. */
export const quarantinePage = pageAnswer(message);

/** A message that is or was quarantined. */
export const messageTold = message.extend({
  act: z
    .object({ act: z.enum(['release', 'discard']), by: z.string(), reason: z.string(), at: z.iso.datetime() })
    .nullable()
    .describe('What ended its quarantine.'),
});

/** What an operator is answered who ended a quarantine. */
export const actOutcome = z.object({ id: z.uuid(), state, orderId: z.uuid().nullable() });
