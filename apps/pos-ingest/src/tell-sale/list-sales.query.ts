import { OrderState } from '@kervan/ingress';
import { coded } from '@kervan/service-host';
import { z } from 'zod';

const cursor = z.tuple([z.iso.datetime(), z.guid()]);

/** How the list of sales may be asked. */
export const listQuery = z.strictObject({
  state: z.enum(Object.values(OrderState)).optional(),
  company: z.string().min(1).max(64).optional(),
  branch: z.string().min(1).max(64).optional(),
  orderNumber: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .max(200)
    .describe('`next` of the page before.')
    .transform((text, context) => {
      const parsed = cursor.safeParse(readJson(Buffer.from(text, 'base64url').toString()));
      if (!parsed.success) context.addIssue({ code: 'custom', message: coded('invalid-parameter', '`next` of a page of this list')({ input: text }) });
      return parsed.data;
    })
    .optional(),
});

/** What an operator asks the list of sales for. */
export type ListSales = z.output<typeof listQuery>;

/** Where a page ended, for the query parameter `after`. */
export function cursorAfter(stateSince: Date, id: string): string {
  return Buffer.from(JSON.stringify([stateSince.toISOString(), id])).toString('base64url');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
