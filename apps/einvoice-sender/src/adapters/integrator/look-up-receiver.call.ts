import type { Transaction } from '@kervan/messaging';
import { type CallType, defineCall, done, type Outcome, type Target } from '@kervan/outbound';
import { z } from 'zod';
import type { Receiver } from '../../invoice/profile.js';
import type { ReceiverQuestion } from '../../ports/integrator.js';

/** What goes on once the receiver is known, in the transaction that ends the call. */
export type ReceiverSettled = (tx: Transaction, question: ReceiverQuestion, outcome: Outcome<Receiver>) => void;

/** A post box, such as `urn:mail:defaultpk@company.com.tr`: it goes into a header, so it is visible ASCII only. */
const alias = z.string().regex(/^[\x21-\x7e]{1,254}$/);

const answerBody = z.discriminatedUnion('registered', [
  z.object({ taxId: z.string(), registered: z.literal(true), alias }),
  z.object({ taxId: z.string(), registered: z.literal(false) }),
]);

/** GET /v1/receivers/{taxId}: whether the buyer is on the authority's list, at this moment. */
export function lookUpReceiverCall(target: Target, settled: ReceiverSettled): CallType<ReceiverQuestion, Receiver> {
  return defineCall<ReceiverQuestion, Receiver>({
    type: 'look-up-receiver',
    target,
    request: ({ taxId }) => ({
      method: 'GET',
      path: `/v1/receivers/${encodeURIComponent(taxId)}`,
      shownPath: '/v1/receivers/***',
      template: '/v1/receivers/{taxId}',
    }),
    answer: ({ status, json }, { taxId }) => {
      const { data: body } = answerBody.safeParse(json);
      if (status !== 200 || body?.taxId !== taxId) return undefined;
      return done(body.registered ? { registered: true, alias: body.alias } : { registered: false });
    },
    personal: { response: ['taxId', 'alias', 'detail'] },
    settled: () => [],
    settledIn: async (_db, ...outcome) => settled(...outcome),
  });
}
