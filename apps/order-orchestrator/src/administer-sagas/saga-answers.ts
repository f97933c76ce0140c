import { OperatorAct, SagaDirection, SagaStatus } from '@kervan/saga';
import { z } from 'zod';

const instant = z.iso.datetime();

const saga = z.object({
  orderId: z.uuid(),
  orderNumber: z.string(),
  version: z.int(),
  revision: z.int().describe('How many inputs it has taken: what `seen` of an act names.'),
  step: z.string(),
  attempt: z.int(),
  status: z.enum(SagaStatus),
  direction: z.enum(SagaDirection),
  code: z.string().nullable().describe('Why a person is asked; null unless one is.'),
  detail: z.string().nullable(),
  since: instant.nullable(),
  startedAt: instant,
  updatedAt: instant,
  deadlineAt: instant.nullable(),
  remaining: z.array(z.string()).describe('The steps before it, the current one first.'),
  possible: z.array(z.enum(OperatorAct)).describe('The acts that have an effect on it now.'),
  lastAct: z
    .object({ act: z.enum(OperatorAct), by: z.string(), reason: z.string(), at: instant })
    .nullable()
    .describe('The last act that had an effect; for a paused order, its pause.'),
  documents: z.array(z.looseObject({ type: z.string(), number: z.string() })),
});

const entry = z.object({
  at: instant,
  messageId: z.string(),
  input: z.string().meta({ example: 'kervan.sales.OrderPlaced' }),
  effect: z.string(),
  step: z.string(),
  attempt: z.int(),
  status: z.enum(SagaStatus),
  direction: z.enum(SagaDirection),
  detail: z.string(),
});

/** One page of sagas. */
export const sagaPage = z.object({ items: z.array(saga), next: z.string().optional() });

/** One saga with everything that it took. */
export const sagaWithHistory = saga.extend({ history: z.array(entry) });

/** What an operator is answered whose act is taken. */
export const actTaken = z.object({ orderId: z.uuid(), actId: z.uuid() });

/** What a batch would act upon. */
export const batchPreview = z.object({
  total: z.int(),
  byStep: z
    .array(
      z.object({
        step: z.string(),
        status: z.enum(SagaStatus),
        direction: z.enum(SagaDirection),
        code: z.string().nullable(),
        count: z.int(),
      }),
    )
    .describe('How many stand where, the most first.'),
  first: z.array(saga),
});
