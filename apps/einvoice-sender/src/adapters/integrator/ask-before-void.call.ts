import type { Transaction } from '@kervan/messaging';
import { type CallType, defineCall, done, type Outcome, type Target } from '@kervan/outbound';
import type { TransmissionStatus, VoidQuestion } from '../../ports/integrator.js';
import { personalInStatus, statusOf } from './status-answer.js';

/** What goes on once it is known what the integrator has, or could not be asked for. */
export type VoidQuestionSettled = (
  tx: Transaction,
  question: VoidQuestion,
  outcome: Outcome<TransmissionStatus>,
) => Promise<void>;

/** GET /v1/invoices/{ettn}: what became of the document that the integrator has under the ETTN of a number to be voided. */
export function askBeforeVoidCall(
  target: Target,
  settled: VoidQuestionSettled,
): CallType<VoidQuestion, TransmissionStatus> {
  return defineCall<VoidQuestion, TransmissionStatus>({
    type: 'ask-before-void',
    target,
    request: ({ ettn }) => ({ method: 'GET', path: `/v1/invoices/${ettn}`, template: '/v1/invoices/{ettn}' }),
    answer: (answer, question) => {
      if (answer.status === 404) return done({ kind: 'pending' });
      const status = statusOf(answer, { ...question, isDisputed: true });
      return status && done(status);
    },
    personal: personalInStatus,
    settled: () => [],
    settledIn: (_db, ...outcome) => settled(...outcome),
  });
}
