import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { comparableKey, HeldState } from './held-message.js';

const text = z.string().trim().min(1).max(500);

/** By what held messages can be asked for; what is left out does not matter. */
export const heldFilter = z
  .strictObject({
    state: z.enum(HeldState).optional(),
    topic: text.optional(),
    key: text.optional(),
    cause: text.optional().describe('Code of the last failure.'),
    type: text.optional().describe('Full name of the record.'),
    correlationId: text.optional(),
    heldFrom: z.iso.datetime().optional().describe('Held no sooner than this instant.'),
    heldTo: z.iso.datetime().optional().describe('Held before this instant.'),
    deadTo: z.iso.datetime().optional().describe('Dead, and since before this instant, such as that of a dry run.'),
  })
  .refine(({ state = HeldState.dead, deadTo }) => state === HeldState.dead || deadTo === undefined, {
    path: ['deadTo'],
    error: coded('invalid-field', 'left out, unless the state is `dead`: no other message is dead since an instant'),
  });

export type HeldFilter = z.output<typeof heldFilter>;

/**
 * The condition of {@link heldFilterParams}, whose parameters are the first ten of the statement. A dead message was due
 * last when it died.
 */
export const MATCHES_FILTER = `
  h.consumer = $1 AND ($2::text IS NULL OR h.state = $2) AND ($3::text IS NULL OR h.topic = $3)
  AND ($4::bytea IS NULL OR h.key = $4) AND ($5::text IS NULL OR h.cause_code = $5)
  AND ($6::text IS NULL OR h.type = $6) AND ($7::text IS NULL OR h.correlation_id = $7)
  AND ($8::timestamptz IS NULL OR h.held_at >= $8) AND ($9::timestamptz IS NULL OR h.held_at < $9)
  AND ($10::timestamptz IS NULL OR (h.state = 'dead' AND h.due_at < $10))`;

/** What {@link MATCHES_FILTER} is given: the messages of a consumer that a filter selects. */
export function heldFilterParams(consumer: string, filter: HeldFilter): unknown[] {
  const { state, topic, key, cause, type, correlationId, heldFrom, heldTo, deadTo } = filter;
  const bytes = key === undefined ? undefined : comparableKey(Buffer.from(key));
  const told = [state, topic, bytes, cause, type, correlationId, heldFrom, heldTo, deadTo];
  return [consumer, ...told.map((value) => value ?? null)];
}
