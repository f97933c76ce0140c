import { coded } from '@kervan/service-host';
import { z } from 'zod';

const cursor = z.tuple([z.iso.datetime(), z.guid()]);

const notOfThisList = coded('invalid-parameter', '`next` of a page of this list');

/** Parameters that every list takes: how many items, and where the page before ended. */
const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .max(200)
    .describe('`next` of the page before.')
    .transform((text, context) => {
      const parsed = cursor.safeParse(readJson(Buffer.from(text, 'base64url').toString()));
      if (!parsed.success) context.addIssue({ code: 'custom', message: notOfThisList({ input: text }) });
      return parsed.data;
    })
    .optional(),
};

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Pass it as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/** The filters of a list, and its paging. */
export function listQuery<S extends z.ZodRawShape>(filters: S): z.ZodObject<S & typeof paging> {
  return z.strictObject({ ...filters, ...paging }) as unknown as z.ZodObject<S & typeof paging>;
}

/** What a list answers, for the OpenAPI page. */
export function pageAnswer(item: z.ZodType): z.ZodType {
  return z.object({
    items: z.array(item),
    next: z.string().optional().describe('Pass it as `after` for the next page; absent on the last.'),
  });
}

/** A page, whose last item's place in the list is the cursor for the next. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  placeOf: (item: Item) => readonly [Date, string],
): Page<Item> {
  const last = items.at(-1);
  if (last === undefined || items.length < limit) return { items };
  const [at, id] = placeOf(last);
  return { items, next: Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url') };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
