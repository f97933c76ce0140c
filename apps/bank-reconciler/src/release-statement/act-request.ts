import { coded } from '@kervan/service-host';
import { z } from 'zod';

const expected = '1 to 500 characters, none of them a control character';

const text = z
  .string({ error: coded('invalid-text', expected) })
  .regex(/^\P{Cc}{1,500}$/u, { error: coded('invalid-text', expected) });

/** Who does something, and why. */
export const act = { by: text, reason: text };

/** The release of a statement. */
export const actRequest = z.strictObject(act);

export type ActRequest = z.output<typeof actRequest>;
