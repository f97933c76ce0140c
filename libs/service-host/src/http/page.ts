import { z } from 'zod';
import { coded } from './findings.js';

/** A place in a list that is ordered by time and id: what came to its state at one time is told apart by its id. */
const place = z.tuple([z.iso.datetime().regex(/^[12]\d{3}-/), z.guid()]);

const ofNoPage = coded('invalid-parameter', '`next` of a page of this list');

/** Query parameters of a list that is told page by page; `after` is read as the time and the id behind which it goes on. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .max(200, { error: ofNoPage })
    .transform((text, context): readonly [string, string] => {
      const { success, data } = place.safeParse(readJson(Buffer.from(text, 'base64url').toString()));
      if (success) return data;
      context.addIssue({ code: 'custom', message: ofNoPage({ input: text }) });
      return z.NEVER;
    })
    .optional()
    .describe('`next` of the page before.'),
} as const;

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Pass it as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/** What a list of such items answers, for the OpenAPI page. */
export function pageAnswer<S extends z.ZodType>(item: S) {
  return z.object({
    items: z.array(item),
    next: z.string().optional().describe('Pass it as `after` for the next page; absent on the last.'),
  });
}

/** A page of these items; where it is full, with the place of its last as the cursor for the next. */
export function pageOf<Item extends { readonly id: string }>(
  items: readonly Item[],
  limit: number,
  timeOf: (item: Item) => Date,
): Page<Item> {
  const last = items.at(-1);
  if (last === undefined || items.length < limit) return { items };
  return { items, next: cursorAfter(timeOf(last), last.id) };
}

/** The cursor of the page that comes after this place. */
export function cursorAfter(time: Date, id: string): string {
  return Buffer.from(JSON.stringify([time.toISOString(), id])).toString('base64url');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
