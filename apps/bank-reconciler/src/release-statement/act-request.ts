import { actBy } from '@kervan/service-host';
import { z } from 'zod';

/** The release of a statement. */
export const actRequest = z.strictObject(actBy);

export type ActRequest = z.output<typeof actRequest>;
