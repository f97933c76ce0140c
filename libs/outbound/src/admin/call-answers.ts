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

const passage = z.object({
  at: instant,
  to: z.enum(CallState),
  by: z.string().describe('`enqueued`, `taken`, the kind of an answer, `restored`, `withdrawn`, or a decision.'),
});
const ledTo = z.enum(CallState).nullable().describe('The state that it led to; null where it changed nothing.');

/** A call with the states it went through and what was tried and decided; personal fields are masked. */
export const callDetails = callSummary.extend({
  history: z.array(passage).describe('From state to state, the first passage first.'),
  tried: z
    .array(z.looseObject({ act: z.string(), startedAt: instant, ledTo }))
    .describe('The attempts; of more than 200 the first and the last hundred.'),
  triedBetween: z.int().describe('Attempts between these, which neither are shown nor in the history.'),
  decisions: z.array(z.object({ decision: z.string(), by: z.string(), reason: z.string(), at: instant, ledTo })),
});
