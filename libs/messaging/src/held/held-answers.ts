import { z } from 'zod';
import { HeldState } from './held-message.js';

const instant = z.iso.datetime();

const heldSummary = z.object({
  id: z.uuid(),
  state: z.enum(HeldState),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.string().nullable(),
  type: z.string().nullable(),
  messageId: z.string(),
  correlationId: z.string(),
  correlationMade: z.boolean().describe('Whether the record had no correlation id, so that one was made.'),
  cause: z.object({ code: z.string(), stage: z.string(), detail: z.string() }).nullable(),
  firstCause: z.object({ code: z.string(), stage: z.string(), at: instant }).nullable(),
  attempts: z.object({ started: z.int(), finished: z.int() }),
  recordedAt: instant,
  heldAt: instant,
  dueAt: z.string(),
  resolvedAt: instant.nullable(),
});

const act = z.object({ act: z.enum(['redrive', 'discard']), by: z.string(), reason: z.string().nullable(), at: instant });

/** One page of held messages. */
export const heldPage = z.object({ items: z.array(heldSummary), next: z.uuid().optional() });

/** A held message with its content. */
export const heldDetails = heldSummary.extend({
  data: z.unknown().describe('The record, personal fields masked; null where it cannot be decoded.'),
  valueBytes: z.int().nullable(),
  acts: z.array(act),
});
