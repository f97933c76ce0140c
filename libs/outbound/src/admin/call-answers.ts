import { z } from 'zod';
import { CallState } from '../call/call-state.js';

const instant = z.iso.datetime();

const callSummary = z.object({
  id: z.string(),
  target: z.string(),
  type: z.string(),
  state: z.enum(CallState),
  act: z.string(),
  orderKey: z.string(),
  repeatKey: z.string().describe('What makes a repeated call the same at the far side.'),
  commandId: z.uuid().nullable(),
  attempts: z.int(),
  dueAt: instant.nullable().describe('When it goes on by itself; null when it does not.'),
  uncertainSince: instant.nullable().describe('Since when it is not known whether it had its effect.'),
  outcome: z.unknown(),
  correlationId: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
});

/** One page of outgoing calls. */
export const callPage = z.object({ items: z.array(callSummary), next: z.string().optional() });

/** A call with all that was tried and decided; personal fields are masked. */
export const callDetails = callSummary.extend({
  tried: z.array(z.looseObject({ act: z.string(), startedAt: instant })),
  decisions: z.array(z.object({ decision: z.string(), by: z.string(), reason: z.string(), at: instant })),
});
