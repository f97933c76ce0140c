import { actBy } from '@kervan/service-host';
import { z } from 'zod';

/** Who ends the quarantine of a message, and why. */
export const quarantineAct = z.strictObject(actBy);

/** An act of a person on a quarantined message. */
export type QuarantineAct = z.output<typeof quarantineAct>;
