/** How an order stands with order-orchestrator, as the console's API tells of it. */
import { z } from 'zod';

const text = z.string();
const told = z.string().nullable();

/** Where an order's saga stands and what a person may do about it now. */
export const sagaStanding = z.object({
  revision: z.int().optional().describe('How many inputs it has taken: an act is meant for the order as it was seen.'),
  status: text,
  direction: text,
  step: text,
  code: told.describe('Why a person is asked; null unless one is.'),
  remaining: z.array(text).describe('The steps before it, the current one first.'),
  possible: z.array(text).describe('The acts that have an effect on it now.'),
  lastAct: z.object({ act: text, by: text, reason: text, at: text }).nullable(),
});

export type SagaStanding = z.output<typeof sagaStanding>;
