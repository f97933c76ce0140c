import type { Transaction } from '@kervan/messaging';
import { type CallType, defineCall, done, type Outcome, type Target } from '@kervan/outbound';
import type { StatusQuestion, TransmissionStatus } from '../../ports/integrator.js';
import { statusOf } from './status-answer.js';

/** What goes on once the state of an invoice is known, or could not be asked for. */
export type StatusSettled = (tx: Transaction, question: StatusQuestion, outcome: Outcome<TransmissionStatus>) => void;

/** GET /v1/invoices/{ettn}: what the authority has said. Not found means not yet: look-ups may lag behind. */
export function askStatusCall(target: Target, settled: StatusSettled): CallType<StatusQuestion, TransmissionStatus> {
  return defineCall<StatusQuestion, TransmissionStatus>({
    type: 'ask-status',
    target,
    request: ({ ettn }) => ({ method: 'GET', path: `/v1/invoices/${ettn}`, template: '/v1/invoices/{ettn}' }),
    answer: (answer, question) => {
      if (answer.status === 404) return done({ kind: 'pending' });
      const status = statusOf(answer, question);
      return status && done(status);
    },
    personal: { response: ['detail'] },
    settled: () => [],
    settledIn: async (_db, ...outcome) => settled(...outcome),
  });
}
