import { pointerTo, problem } from '@kervan/service-host';
import { z } from 'zod';

const cursor = z.tuple([z.iso.datetime(), z.guid()]);

/** The query parameters by which every list is paged. */
export const paging = {
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
} as const;

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it as `after` for the next page; absent on the last. */
  readonly next?: string;
}

/** @throws {Problem} 422 `validation-failed` naming the query parameters. */
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
