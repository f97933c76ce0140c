import { coded } from '@kervan/service-host';
import { z } from 'zod';

const expected = '1 to 200 characters, none of them a control character';

const text = z
  .string({ error: coded('invalid-text', expected) })
  .regex(/^\P{Cc}{1,200}$/u, { error: coded('invalid-text', expected) });

/** Why a sale is cancelled, and at whose wish. */
export const cancellationRequest = z.strictObject({ reason: text, requestedBy: text });

export type CancellationRequest = z.output<typeof cancellationRequest>;
