import { problem } from '@kervan/service-host';
import { z } from 'zod';
import { LineState } from '../matching/bank-line.js';
import { Reason } from '../matching/matching-rule.js';

const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.uuid().optional().describe('`next` of the page before.'),
};

/** How statements may stand. */
export const statementStates = ['taken', 'blocked', 'released', 'duplicate'] as const;

/** What the list of statements may be asked for. */
export const statementsQuery = z.strictObject({
  state: z.enum(statementStates).optional(),
  company: z.string().min(1).max(64).optional(),
  gap: z.enum(['open']).optional().describe('Those that do not go on where the statement before them ended.'),
  ...page,
});

/** What the list of lines may be asked for. */
export const linesQuery = z.strictObject({
  state: z.enum(Object.values(LineState)).optional(),
  reason: z.enum(Object.values(Reason)).optional().describe('Why a line is undecided.'),
  statement: z.uuid().optional(),
  company: z.string().min(1).max(64).optional(),
  ...page,
});

/** An id as a path gives it. @throws {Problem} 404: what is no id names nothing. */
export function pathId(text: string): string {
  if (!z.uuid().safeParse(text).success || text !== text.toLowerCase()) throw problem('not-found');
  return text;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/** A page of what was asked for with `limit`. */
export function pageOf<T extends { readonly id: string }>(items: readonly T[], limit: number): Page<T> {
  const last = items.at(-1);
  return { items, ...(last && items.length === limit && { next: last.id }) };
}
