import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';
import { Unreadable } from './held-content.js';
import { HeldState } from './held-message.js';

const instant = z.iso.datetime();
const causeAndStage = z.object({ code: z.string(), stage: z.string() });

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
  cause: causeAndStage.extend({ detail: z.string() }).nullable(),
  firstCause: causeAndStage.extend({ at: instant }).nullable(),
  attempts: z.object({ started: z.int(), finished: z.int() }),
  edited: z.boolean().describe('Whether a person has changed its content.'),
  returns: z.int().describe('How often in a row it became dead again, of the same cause, after a redrive.'),
  recordedAt: instant,
  heldAt: instant,
  dueAt: z.string(),
  resolvedAt: instant.nullable(),
});

const content = z.object({
  data: z.unknown().describe('The record, personal fields masked; null where it cannot be decoded.'),
  unreadable: z.enum(Unreadable).nullable().describe('Why it cannot be decoded: it is no message, or nobody knows for now.'),
  valueBytes: z.int().nullable(),
  sha256: z.string().nullable().describe('Of the bytes, in hex.'),
});

const act = z.object({
  act: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
  at: instant,
  detail: z.unknown().describe('What the audit log says beside, such as the batch; null for acts of former releases.'),
});

const causeCount = z.object({
  cause: causeAndStage.nullable().describe('Null for those that only queue behind another of their key.'),
  type: z.string().nullable(),
  topic: z.string(),
  count: z.int(),
  dead: z.int().describe('How many of them are dead.'),
  oldest: instant,
  latest: instant,
  sample: z.uuid().describe('The id of the latest.'),
});

/** One page of held messages. */
export const heldPage = pageAnswer(heldSummary);

/** Held messages by cause. */
export const heldCauses = z.object({ items: z.array(causeCount) });

/** A held message with its content. */
export const heldDetails = heldSummary.extend(content.shape).extend({
  original: content.nullable().describe('What it came with, where a person has edited it.'),
  acts: z.array(act),
});

/** What a batch would redrive. */
export const redrivePreview = z.object({
  asOf: instant.describe('By the clock of the database. As `deadTo` of the order it keeps out what became dead later.'),
  total: z.int(),
  loopGuarded: z.int().describe('How many of them would be skipped: they came back three times with the same cause.'),
  byCause: z.array(causeCount),
  first: z.array(heldSummary).describe('The first ten, in the order in which they would be redriven.'),
});
