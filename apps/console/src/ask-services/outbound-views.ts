/** The outside systems that services call, and the calls that wait, as the console's API tells of them. */
import { z } from 'zod';

const text = z.string();
const told = z.string().nullable();
const count = z.int();

/** A person's pause of an outside system. */
export const outboundPause = z.object({ since: text, until: told, by: text, reason: text });

export type OutboundPause = z.output<typeof outboundPause>;

/** An outside system, as the service sees it that calls it. */
export const outboundTarget = z.object({
  name: text,
  slots: count.describe('Calls at the same time, over all replicas.'),
  ratePerSecond: z.number().nullable(),
  gate: told.describe('Whether calls go out from the process that answers: open, probing, failing, resting, maintenance.'),
  pause: outboundPause.nullable().describe('Who has paused it.'),
  waiting: z.array(
    z.object({
      state: text,
      count,
      atLeast: z.boolean().default(false).describe('There may be more: beyond a bound they are not counted.'),
      forAPerson: count.describe('Those of them that go on only by a decision.'),
      oldest: text,
    }),
  ),
});

export type OutboundTarget = z.output<typeof outboundTarget>;

/** A call that has not ended. What it holds is not told. */
export const outboundCall = z.object({
  id: text,
  target: text,
  type: text,
  state: z.enum(['pending', 'unknown']),
  orderKey: text,
  attempts: count,
  dueAt: told.describe('When it goes on by itself; null where it does not.'),
  uncertainSince: told.describe('Since when it is not known whether it had its effect.'),
  createdAt: text,
});

export type OutboundCall = z.output<typeof outboundCall>;
