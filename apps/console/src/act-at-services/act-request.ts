import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { BANK } from '../ask-services/bank.js';
import { quarantines } from '../ask-services/quarantines.js';
import { Act } from './act.js';

const line = coded('invalid-text', '1 to 200 characters, none of them a control character');
const written = z
  .string({ error: line })
  .trim()
  .regex(/^\P{Cc}{1,200}$/u, { error: line });
const id = z.guid().toLowerCase();

/** Who acts, and why: kept by the service that carries it out. */
const who = { by: written, reason: written };

const keepers = Object.keys(quarantines);

/** What a person can do from the pages. */
export const actRequest = z.discriminatedUnion(
  'act',
  [
    z.strictObject({ act: z.literal(Act.retry_step), id: id.describe('The order.'), ...who }),
    z.strictObject({ act: z.enum([Act.redrive, Act.discard_held]), service: z.string().max(64), id, ...who }),
    z.strictObject({ act: z.enum([Act.release, Act.discard_quarantined]), service: z.enum(keepers), id, ...who }),
    z.strictObject({
      act: z.literal(Act.match_line),
      id,
      orderId: id,
      acceptDifference: z.boolean().default(false).describe('The order counts as paid by another amount.'),
      ...who,
    }),
    z.strictObject({ act: z.enum([Act.leave_line, Act.release_statement]), id, ...who }),
  ],
  { error: coded('invalid-field', 'an act that is described on the page of this API') },
);

export type ActRequest = z.output<typeof actRequest>;

/** Where an act is carried out, and what is sent there. */
export interface Errand {
  readonly service: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The one request to a service's administration that an act is. */
export function errandOf(request: ActRequest): Errand {
  const { id, by, reason } = request;
  const body = { by, reason };
  switch (request.act) {
    case Act.retry_step:
      return { service: 'order-orchestrator', path: `/admin/sagas/${id}/retry`, body };
    case Act.redrive:
      return { service: request.service, path: `/admin/held/${id}/redrive`, body };
    case Act.discard_held:
      return { service: request.service, path: `/admin/held/${id}/discard`, body };
    case Act.release:
      return { service: request.service, path: `/v1/quarantine/${id}/release`, body };
    case Act.discard_quarantined:
      return { service: request.service, path: `/v1/quarantine/${id}/discard`, body };
    case Act.match_line: {
      const { orderId, acceptDifference } = request;
      return { service: BANK, path: `/v1/lines/${id}/decision`, body: { decision: 'match', orderId, acceptDifference, ...body } };
    }
    case Act.leave_line:
      return { service: BANK, path: `/v1/lines/${id}/decision`, body: { decision: 'leave', ...body } };
    case Act.release_statement:
      return { service: BANK, path: `/v1/statements/${id}/release`, body };
  }
}
