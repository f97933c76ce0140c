import { coded } from '@kervan/service-host';
import { z } from 'zod';

const line = (expected: string) =>
  z
    .string({ error: coded('invalid-text', expected) })
    .trim()
    .regex(/^\P{Cc}{1,500}$/u, { error: coded('invalid-text', expected) });

/** Who ends the quarantine of a message, and why. */
export const quarantineAct = z.strictObject({
  by: line('who acts, in 1 to 500 characters'),
  reason: line('why, in 1 to 500 characters'),
});

/** An act of a person on a quarantined message. */
export type QuarantineAct = z.output<typeof quarantineAct>;
