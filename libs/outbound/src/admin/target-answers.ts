import { z } from 'zod';
import { CallState } from '../call/call-state.js';
import { Repeat } from '../call/target.js';
import { GateState } from '../worker/target-gate.js';

const instant = z.iso.datetime();

/** A person's pause of a target. */
export const shownPause = z.strictObject({ since: instant, until: instant.nullable(), by: z.string(), reason: z.string() });

/** A target as operators see it. */
export const targetDetails = z.object({
  name: z.string(),
  repeat: z.enum(Repeat).describe('What it makes of a call that comes twice.'),
  slots: z.int().describe('Calls at the same time, over all replicas.'),
  ratePerSecond: z.number().nullable(),
  gate: z.enum(GateState).nullable().describe('What the process that answers makes of it; each replica finds out by itself.'),
  pause: shownPause.nullable().describe('Who has paused it; until null: until a person resumes it.'),
  waiting: z.array(
    z.object({
      state: z.enum(CallState),
      count: z.int(),
      atLeast: z.boolean().describe('There may be more of them: beyond ten thousand they are not counted.'),
      forAPerson: z.int().describe('Those of them that go on only by a decision.'),
      oldest: instant,
    }),
  ),
});

/** All targets of the service. */
export const targetList = z.object({ items: z.array(targetDetails) });
