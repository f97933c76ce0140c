import type { Transaction } from '@kervan/messaging';
import { type CallType, defineCall, done, type Outcome, type Target } from '@kervan/outbound';
import type { Holding, VoidQuestion } from '../../ports/integrator.js';
import { personalInStatus, statusOf } from './status-answer.js';

/** What goes on once it is known what the integrator has, or could not be asked for. */
export type VoidQuestionSettled = (tx: Transaction, question: VoidQuestion, outcome: Outcome<Holding>) => Promise<void>;

/**
 * GET /v1/invoices/{ettn}: what the integrator has under the ETTN of a number to be voided, and what became of that.
 *
 * Where a person gave a transmission up, what had been sent before may take the target's times to come and to be shown.
 * Until then neither that nothing is found is the last word, nor a refusal of form: after one, another content is taken.
 * That a disputed document is not found says nothing.
 */
export function askBeforeVoidCall(target: Target, settled: VoidQuestionSettled): CallType<VoidQuestion, Holding> {
  const longestWayMs = target.timeoutMs + target.maxProcessingMs + target.lookupLagMs;
  const mayStillCome = ({ givenUp, isDisputed }: VoidQuestion): boolean =>
    (givenUp?.agoMs ?? (isDisputed ? Infinity : 0)) <= longestWayMs;
  return defineCall<VoidQuestion, Holding>({
    type: 'ask-before-void',
    target,
    request: ({ ettn }) => ({ method: 'GET', path: `/v1/invoices/${ettn}`, template: '/v1/invoices/{ettn}' }),
    answer: (answer, question) => {
      if (answer.status === 404) return done({ kind: 'absent', isFinal: !question.isDisputed && !mayStillCome(question) });
      const status = statusOf(answer, { ...question, isDisputed: true });
      if (status?.kind === 'refused' && status.correctable && mayStillCome(question)) return done({ kind: 'replaceable' });
      return status && done(status);
    },
    personal: personalInStatus,
    settled: () => [],
    settledIn: (_db, ...outcome) => settled(...outcome),
  });
}
