import type { Transaction } from '@kervan/messaging';
import { type CallType, defineCall, done, type Outcome, type Target } from '@kervan/outbound';
import type { Holding, VoidQuestion } from '../../ports/integrator.js';
import { personalInStatus, statusOf } from './status-answer.js';

/** What goes on once it is known what the integrator has, or could not be asked for. */
export type VoidQuestionSettled = (tx: Transaction, question: VoidQuestion, outcome: Outcome<Holding>) => Promise<void>;

/**
 * GET /v1/invoices/{ettn}: what the integrator has under the ETTN of a number to be voided, and what became of that.
 *
 * Not found is the last word where a person gave the transmission up, and long enough ago: what had been sent before may
 * take the target's times to come and to be shown. That a disputed document is not found says nothing.
 */
export function askBeforeVoidCall(target: Target, settled: VoidQuestionSettled): CallType<VoidQuestion, Holding> {
  const longestWayMs = target.timeoutMs + target.maxProcessingMs + target.lookupLagMs;
  return defineCall<VoidQuestion, Holding>({
    type: 'ask-before-void',
    target,
    request: ({ ettn }) => ({ method: 'GET', path: `/v1/invoices/${ettn}`, template: '/v1/invoices/{ettn}' }),
    answer: (answer, question) => {
      if (answer.status === 404) return done({ kind: 'absent', isFinal: (question.givenUp?.agoMs ?? 0) > longestWayMs });
      const status = statusOf(answer, { ...question, isDisputed: true });
      return status && done(status);
    },
    personal: personalInStatus,
    settled: () => [],
    settledIn: (_db, ...outcome) => settled(...outcome),
  });
}
