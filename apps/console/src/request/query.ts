import { pointerTo, problem } from '@kervan/service-host';
import { z } from 'zod';

/** Reads a query string. @throws {Problem} 422 `validation-failed` naming the parameters. */
export function readQuery<S extends z.ZodType>(schema: S, query: unknown): z.output<S> {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  throw problem('validation-failed', {
    errors: result.error.issues.map(({ path, message }) => ({
      pointer: pointerTo(path),
      code: 'invalid-parameter',
      detail: message,
    })),
  });
}

/** How many items a page has. */
export const pageLimit = z.coerce.number().int().min(1).max(200).default(50);

const cursor = z.tuple([z.iso.datetime(), z.guid()]);

/** Where the page before ended: an instant and an order. */
export const pageAfter = z
  .string()
  .max(200)
  .transform((text, context): readonly [string, string] => {
    const { success, data } = cursor.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
    if (success) return data;
    context.addIssue({ code: 'custom', message: 'not a cursor of this list' });
    return z.NEVER;
  })
  .optional();

/** The cursor of the page that comes after this place. */
export function cursorAfter(instant: string, orderId: string): string {
  return Buffer.from(JSON.stringify([instant, orderId])).toString('base64url');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
