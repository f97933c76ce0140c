import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';
import { InterchangeState } from '../take-interchange/interchange.repository.js';
import { MessageState } from '../take-interchange/record-messages.js';

const instant = z.iso.datetime();

/** Why a message cannot be used, or is refused. */
export const finding = z.looseObject({ code: z.string(), detail: z.string() });

const interchange = z.object({
  id: z.uuid(),
  partner: z.string(),
  fileName: z.string(),
  bytes: z.int(),
  sender: z.string().nullable(),
  recipient: z.string().nullable(),
  controlReference: z.string().nullable(),
  test: z.boolean(),
  state: z.enum(Object.values(InterchangeState)),
  repeats: z.uuid().nullable().describe('The interchange that this one repeats.'),
  receivedAt: instant,
  problem: z
    .looseObject({ code: z.string(), title: z.string(), segment: z.int().optional(), offset: z.int().optional() })
    .nullable()
    .describe('As it stands in `.error.json`.'),
});

/** One page of interchanges. */
export const interchangePage = pageAnswer(interchange);

/** An interchange with all that came of it. */
export const interchangeTold = interchange.extend({
  messages: z.array(
    z.object({
      id: z.uuid(),
      position: z.int(),
      reference: z.string(),
      type: z.string().meta({ example: 'ORDERS:D:96A:UN:EAN008' }),
      state: z.enum(Object.values(MessageState)),
      findings: z.array(finding),
      orderId: z.uuid().nullable(),
      orderNumber: z.string().nullable(),
    }),
  ),
  acknowledgement: z
    .object({
      fileName: z.string(),
      controlReference: z.string(),
      owedSince: instant,
      writtenAt: instant.nullable(),
    })
    .nullable()
    .describe('The CONTRL that it is answered.'),
});
