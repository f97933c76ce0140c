import { coded, problem } from '@kervan/service-host';
import { z } from 'zod';

const cursor = z.tuple([z.iso.datetime().startsWith('2'), z.guid()]);

/** A word that a list is searched for: no control character, which no table has. */
export const word = z
  .string()
  .regex(/^\P{Cc}{1,200}$/u, { error: coded('invalid-parameter', '1 to 200 characters, no control characters') })
  .optional();

/** The query parameters by which every list is paged. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .max(200)
    .describe('`next` of the page before.')
    .transform((text, context) => {
      const parsed = cursor.safeParse(readJson(Buffer.from(text, 'base64url').toString()));
      if (!parsed.success) {
        const message = coded('invalid-parameter', '`next` of a page of this list')({ input: text });
        context.addIssue({ code: 'custom', message });
      }
      return parsed.data;
    })
    .optional(),
} as const;

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/** Pages of such items, as the OpenAPI page shows them. */
export function pageSchema<S extends z.ZodType>(item: S) {
  return z.object({
    items: z.array(item),
    next: z.string().optional().describe('Pass it as `after` for the next page; absent on the last.'),
  });
}

/** A page of these items, with the cursor behind its last. */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  limit: number,
  time: (one: T) => Date,
): Page<T> {
  const last = items.at(-1);
  if (!last || items.length < limit) return { items };
  return { items, next: Buffer.from(JSON.stringify([time(last).toISOString(), last.id])).toString('base64url') };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id as a path gives it. @throws {Problem} 404: what is no id names nothing. */
export function pathId(text: string): string {
  if (!UUID.test(text)) throw problem('not-found');
  return text;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
