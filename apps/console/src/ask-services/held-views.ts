/** What the services tell of the messages that they could not handle, as the console's API tells of it. */
import { z } from 'zod';

const text = z.string();
const told = z.string().nullable();
const count = z.int();

const attempts = z.object({ started: count }).transform(({ started }) => started);

/** A message that a service could not handle and has put aside. */
export const heldItem = z.object({
  id: text,
  state: z.enum(['waiting', 'dead', 'handled', 'discarded']),
  topic: text,
  partition: count,
  offset: text,
  key: told,
  type: told,
  correlationId: text,
  cause: z.object({ code: text, detail: text }).nullable(),
  attempts: count,
  heldAt: text,
  dueAt: text,
});

export type HeldItem = z.output<typeof heldItem>;

/** As a service tells it. */
export const heldItemRead: z.ZodType<HeldItem> = heldItem.extend({ attempts });

const content = z.object({
  data: z.unknown().describe('The record, personal fields masked; null where it cannot be read.'),
  unreadable: z
    .enum(['undecodable', 'registry-unavailable'])
    .nullish()
    .describe('Why it cannot be read: it is no message, or nobody knows for now. Not told by services of a former release.'),
  valueBytes: count.nullable(),
  sha256: told.describe('Of the bytes, in hex: what an edit names as what was seen.'),
});

/** One held message with what it holds, what it came with, and what persons did about it. */
export const heldDetails = heldItem.extend({
  firstCause: z.object({ code: text, at: text }).nullable(),
  edited: z.boolean().describe('Whether a person has changed its content.'),
  returns: count.describe('How often in a row it came back with the same cause, after it was handled again.'),
  resolvedAt: told,
  ...content.shape,
  original: content.nullable().describe('What it came with, where a person has edited it.'),
  acts: z.array(z.object({ act: text, by: text, reason: told, at: text })),
});

export type HeldDetails = z.output<typeof heldDetails>;

/** As a service tells it. */
export const heldDetailsRead: z.ZodType<HeldDetails> = heldDetails.extend({ attempts });

/** Held messages of one cause, type and topic. */
export const heldCause = z.object({
  cause: z.object({ code: text, stage: text }).nullable().describe('Null for those that only queue behind another.'),
  type: told,
  topic: text,
  count,
  dead: count.describe('How many of them need a person.'),
  oldest: text,
  latest: text,
});

export type HeldCause = z.output<typeof heldCause>;

/** What would be handled again. */
export const redrivePreview = z.object({
  asOf: z.iso.datetime().describe('By the clock of the database of the service.'),
  total: count,
  loopGuarded: count.describe('How many of them would be left alone: they came back three times with the same cause.'),
  byCause: z.array(heldCause),
});

export type RedrivePreview = z.output<typeof redrivePreview>;

/** A set of messages that are handled again one after another, and how far that has come. */
export const redriveBatch = z.object({
  id: text,
  by: text,
  reason: text,
  filter: z.looseObject({ cause: text.optional(), type: text.optional(), topic: text.optional() }),
  perSecond: count,
  state: z.enum(['running', 'cancelled', 'done']),
  total: count,
  done: count,
  skipped: count,
  skippedBy: z.record(text, count).describe('How many were left alone, by code.'),
  left: count,
  createdAt: text,
  endedAt: told,
});

export type RedriveBatch = z.output<typeof redriveBatch>;
