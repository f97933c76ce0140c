import { coded, problem } from '@kervan/service-host';
import { z } from 'zod';

/** A word that a list is searched for: no control character, which no table has. */
export const word = z
  .string()
  .regex(/^\P{Cc}{1,200}$/u, { error: coded('invalid-parameter', '1 to 200 characters, no control characters') })
  .optional();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id as a path gives it. @throws {Problem} 404: what is no id names nothing. */
export function pathId(text: string): string {
  if (!UUID.test(text)) throw problem('not-found');
  return text;
}
