import { OrderState } from '@kervan/ingress';
import { pointerTo, problem } from '@kervan/service-host';
import { z } from 'zod';

const cursor = z.tuple([z.iso.datetime(), z.guid()]);

const listQuery = z.strictObject({
  state: z.enum(Object.values(OrderState)).optional(),
  company: z.string().min(1).max(64).optional(),
  branch: z.string().min(1).max(64).optional(),
  orderNumber: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .max(200)
    .transform((text, context) => {
      const parsed = cursor.safeParse(readJson(Buffer.from(text, 'base64url').toString()));
      if (!parsed.success) context.addIssue({ code: 'custom', message: 'not a cursor of this list' });
      return parsed.data;
    })
    .optional(),
});

/** What an operator asks the list of sales for. */
export type ListSales = z.output<typeof listQuery>;

/** @throws {Problem} 422 `validation-failed` naming the query parameters. */
export function readListQuery(query: unknown): ListSales {
  const result = listQuery.safeParse(query);
  if (result.success) return result.data;
  throw problem('validation-failed', {
    errors: result.error.issues.map(({ path, message }) => ({
      pointer: pointerTo(path),
      code: 'invalid-parameter',
      detail: message,
    })),
  });
}

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
