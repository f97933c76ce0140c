import { coded } from '@kervan/service-host';
import { z } from 'zod';
import { BANK, ORCHESTRATOR } from '../ask-services/keepers.js';
import { outboundPause } from '../ask-services/outbound-views.js';
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

const service = z.string().max(64);
const target = z.string().regex(/^[\w-]{1,64}$/);
const keepers = Object.keys(quarantines);
const name = z.string().trim().min(1).max(500);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const members = z.record(z.string(), z.unknown());
const order = id.describe('The order.');

/** How the order stood when it was decided about: if it has moved on since, the act is refused. */
const seen = z.strictObject({ revision: z.int().min(1).optional(), code: name.optional() }).optional();

/** What was due of the order when it was decided that a bank line pays it: if it is not that any more, the act is refused. */
const seenDue = z
  .strictObject({ due: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/), currency: z.string().regex(/^[A-Z]{3}$/) })
  .describe('What was shown to be due, as the proposal tells it: refused if it is not that now.')
  .optional();

/** The gap before a bank statement that is to be closed: if it is another one by now, the act is refused. */
const seenGap = z
  .strictObject({ expected: name, actual: name })
  .describe('The gap as it was shown: refused if another one is open now.')
  .optional();

/** Which messages are handled again together: those of it that are dead at the moment at which the service takes it. */
const redriveBatch = z.strictObject({
  act: z.literal(Act.redrive_batch),
  id: z.uuidv7().toLowerCase().optional().describe('Of the set to be: sent again with it, it is ordered once.'),
  service,
  filter: z.strictObject({
    cause: name.optional(),
    type: name.optional(),
    topic: name.optional(),
    deadTo: z.iso.datetime().optional().describe('Dead since before this instant, such as that of the dry run.'),
  }),
  perSecond: z.int().min(1).max(200),
  force: z.boolean().default(false).describe('Also what came back three times with the same cause.'),
  ...who,
});

/** What a dry run is asked for. */
export const dryRunRequest = redriveBatch;

/** What a person can do from the pages. */
export const actRequest = z.discriminatedUnion(
  'act',
  [
    z.strictObject({ act: z.enum([Act.pause_order, Act.resume_order]), id: order, ...who }),
    z.strictObject({ act: z.literal(Act.retry_step), id: order, seen, ...who }),
    z.strictObject({
      act: z.literal(Act.skip_step),
      id: order,
      step: name,
      facts: members.default({}).describe('What the step would have brought.'),
      seen,
      ...who,
    }),
    z.strictObject({
      act: z.literal(Act.amend_order),
      id: order,
      mergePatch: members.describe('RFC 7396, on the order.'),
      seen,
      ...who,
    }),
    z.strictObject({ act: z.enum([Act.redrive, Act.discard_held, Act.cancel_redrives]), service, id, ...who }),
    z
      .strictObject({
        act: z.literal(Act.edit_held),
        service,
        id,
        mergePatch: members.describe('RFC 7396, on the record as it is shown.').optional(),
        value: z.record(z.string(), z.unknown()).describe('The whole record, where it cannot be read.').optional(),
        seen: sha256.nullable().describe('`sha256` of what was shown: refused if that differs now.').optional(),
        ...who,
      })
      .refine(({ mergePatch, value }) => (mergePatch === undefined) !== (value === undefined), {
        path: ['mergePatch'],
        error: coded('invalid-field', 'either `mergePatch` or `value`'),
      }),
    redriveBatch,
    z.strictObject({
      act: z.literal(Act.pause_target),
      service,
      target,
      until: z.iso.datetime().optional().describe('When it ends by itself; left out, when a person resumes it.'),
      seen: outboundPause.optional().describe('The pause that is to be replaced, as it was shown.'),
      ...who,
    }),
    z.strictObject({ act: z.literal(Act.resume_target), service, target, ...who }),
    z.strictObject({
      act: z.enum([Act.try_call_now, Act.withdraw_call]),
      service,
      id: z.string().regex(/^\d{1,18}$/).describe('The call.'),
      ...who,
    }),
    z.strictObject({ act: z.enum([Act.release, Act.discard_quarantined]), service: z.enum(keepers), id, ...who }),
    z.strictObject({
      act: z.literal(Act.match_line),
      id,
      orderId: id,
      acceptDifference: z.boolean().default(false).describe('The order counts as paid by another amount.'),
      seen: seenDue,
      ...who,
    }),
    z.strictObject({ act: z.enum([Act.leave_line, Act.release_statement]), id, ...who }),
    z.strictObject({ act: z.literal(Act.close_gap), id, seen: seenGap, ...who }),
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
  const { by, reason } = request;
  const body = { by, reason };
  if (request.act === Act.redrive_batch) {
    const { id, filter, perSecond, force } = request;
    return { service: request.service, path: '/admin/held/batches', body: { id, filter, perSecond, force, ...body } };
  }
  if (request.act === Act.pause_target || request.act === Act.resume_target) {
    const path = `/admin/targets/${request.target}/${request.act === Act.pause_target ? 'pause' : 'resume'}`;
    const { until, seen: replaced } = request.act === Act.pause_target ? request : {};
    return { service: request.service, path, body: { until, seen: replaced, ...body } };
  }
  const { id } = request;
  switch (request.act) {
    case Act.pause_order:
      return steering(id, 'pause', body);
    case Act.resume_order:
      return steering(id, 'resume', body);
    case Act.retry_step:
      return steering(id, 'retry', { seen: request.seen, ...body });
    case Act.skip_step:
      return steering(id, 'skip', { step: request.step, facts: request.facts, seen: request.seen, ...body });
    case Act.amend_order:
      return steering(id, 'amend', { mergePatch: request.mergePatch, seen: request.seen, ...body });
    case Act.redrive:
      return { service: request.service, path: `/admin/held/${id}/redrive`, body };
    case Act.discard_held:
      return { service: request.service, path: `/admin/held/${id}/discard`, body };
    case Act.edit_held: {
      const { service: keeper, mergePatch, value, seen: content } = request;
      const change = value === undefined ? { mergePatch } : { value };
      return { service: keeper, path: `/admin/held/${id}/edit`, body: { ...change, seen: content, ...body } };
    }
    case Act.cancel_redrives:
      return { service: request.service, path: `/admin/held/batches/${id}/cancel`, body };
    case Act.try_call_now:
      return { service: request.service, path: `/admin/calls/${id}/decision`, body: { decision: 'try-now', ...body } };
    case Act.withdraw_call:
      return { service: request.service, path: `/admin/calls/${id}/decision`, body: { decision: 'withdraw', ...body } };
    case Act.release:
      return { service: request.service, path: `/v1/quarantine/${id}/release`, body };
    case Act.discard_quarantined:
      return { service: request.service, path: `/v1/quarantine/${id}/discard`, body };
    case Act.match_line: {
      const { orderId, acceptDifference, seen: due } = request;
      const decision = { decision: 'match', orderId, acceptDifference, seen: due };
      return { service: BANK, path: `/v1/lines/${id}/decision`, body: { ...decision, ...body } };
    }
    case Act.leave_line:
      return { service: BANK, path: `/v1/lines/${id}/decision`, body: { decision: 'leave', ...body } };
    case Act.release_statement:
      return { service: BANK, path: `/v1/statements/${id}/release`, body };
    case Act.close_gap:
      return { service: BANK, path: `/v1/statements/${id}/close-gap`, body: { seen: request.seen, ...body } };
  }
}

function steering(orderId: string, act: string, body: Errand['body']): Errand {
  return { service: ORCHESTRATOR, path: `/admin/sagas/${orderId}/${act}`, body };
}
