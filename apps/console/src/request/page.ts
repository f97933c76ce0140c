import { coded } from '@kervan/service-host';
import { z } from 'zod';

/** How many items a page has. */
export const pageLimit = z.coerce.number().int().min(1).max(200).default(50);

const cursor = z.tuple([z.iso.datetime(), z.guid()]);
const expected = coded('invalid-parameter', '`next` of the page before');

/** Where the page before ended: an instant and an order. */
export const pageAfter = z
  .string()
  .max(200, { error: expected })
  .transform((text, context): readonly [string, string] => {
    const { success, data } = cursor.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
    if (success) return data;
    context.addIssue({ code: 'custom', message: expected({ input: text }) });
    return z.NEVER;
  })
  .optional()
  .describe('`next` of the page before.');

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
