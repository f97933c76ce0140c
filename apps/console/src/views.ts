/**
 * What the console's API answers, for its OpenAPI page and for the pages that ask it. Instants are ISO 8601, amounts
 * decimal strings; what no message has told yet is null.
 */
import { z } from 'zod';
import { DocumentState } from './follow-orders/document-state.js';
import { happeningKinds, TermKind } from './follow-orders/happening-kind.js';

const text = z.string();
const told = z.string().nullable();
const instant = z.iso.datetime();

/** What a person is waited for. */
export const attentionView = z.object({
  step: text,
  code: text.describe('Why; of an outside system, its own code.'),
  detail: text,
  since: instant,
});

const incomplete = text
  .optional()
  .describe('Why orders may be missing here: the intake of the console stands. Absent while it goes on.');

/** One order in a list. */
export const documentSummary = z.object({
  orderId: z.guid(),
  orderNumber: told,
  company: told,
  mode: told.describe('live, or test: no real business.'),
  channel: told,
  source: told,
  amount: told,
  currency: told,
  placedAt: instant.nullable(),
  state: z.enum(DocumentState),
  firstAt: instant,
  changedAt: instant,
  attention: attentionView.nullable(),
  erpNumber: told,
  invoiceNumber: told,
});

export type DocumentSummary = z.output<typeof documentSummary>;

/** `GET /v1/documents`, `GET /v1/attention`. */
export const documentsPage = z.object({
  items: z.array(documentSummary),
  next: text.optional().describe('Pass it as `after` for the next page; absent on the last.'),
  incomplete,
});

export type DocumentsPage = z.output<typeof documentsPage>;

/** A document that a search has found. */
export const searchHit = z.object({
  document: documentSummary,
  kind: z.enum(TermKind).describe('What the number that was found stands for.'),
  text: text.describe('The number that was found.'),
  exact: z.boolean().describe('Whether it is the whole number that was searched for, not its beginning.'),
});

export type SearchHit = z.output<typeof searchHit>;

/** `GET /v1/search`. */
export const searchResult = z.object({
  hits: z.array(searchHit),
  more: z.boolean().describe('Whether there are more than are told.'),
  incomplete,
});

export type SearchResult = z.output<typeof searchResult>;

/** Where a trace is looked at: at an address, or by a command where there is no tracing system. */
export const traceLink = z.object({ traceId: text, url: told });

export type TraceLink = z.output<typeof traceLink>;

/** One step of a timeline. */
export const timelineStep = z.object({
  messageId: z.guid(),
  kind: z.enum(happeningKinds),
  at: instant,
  service: told,
  reference: told.describe('Under which number it is known outside.'),
  step: told,
  code: told,
  detail: told,
  amount: told,
  currency: told,
  outcome: z.enum(['well', 'failed', 'waits']).describe('Whether it went well, went wrong, or waits for a person.'),
  tookMs: z.int().nullable().describe('Since what caused it, where that is known, else since the step before.'),
  since: z.enum(['cause', 'step-before']).nullable(),
  correlationId: text,
  causationId: told,
  trace: traceLink.nullable(),
});

export type TimelineStep = z.output<typeof timelineStep>;

/** `GET /v1/documents/{orderId}`. */
export const documentDetails = documentSummary.extend({
  correlationId: text,
  trace: traceLink.nullable(),
  timeline: z.array(timelineStep),
});

export type DocumentDetails = z.output<typeof documentDetails>;

/** How many live orders of one channel are in one state. */
export const channelCount = z.object({ channel: text, state: z.enum(DocumentState), today: z.int(), all: z.int() });

export type ChannelCount = z.output<typeof channelCount>;

/** `GET /v1/counts`. */
export const countsView = z.object({
  day: z.iso.date().describe('The business day that `today` counts, in Europe/Istanbul.'),
  counts: z.array(channelCount),
  incomplete,
});

export type Counts = z.output<typeof countsView>;
