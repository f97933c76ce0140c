import type { Transaction } from '@kervan/messaging';
import { type CallType, defineCall, done, type Outcome, type Target } from '@kervan/outbound';
import type { StatusQuestion, TransmissionStatus } from '../../ports/integrator.js';
import { personalInStatus, statusOf } from './status-answer.js';

/** What goes on once the state of an invoice is known, or could not be asked for. */
export type StatusSettled = (tx: Transaction, question: StatusQuestion, outcome: Outcome<TransmissionStatus>) => void;

/**
 * GET /v1/invoices/{ettn}: what the authority has said. Look-ups may lag behind: not found means not yet, and a refusal
 * of form that is told within the target's lag after the corrected invoice was taken may be that of the former content.
 * When the authority decided does not tell them apart, being of another clock. Any other end cannot be that of a former
 * content, which was refused for its form.
 */
export function askStatusCall(target: Target, settled: StatusSettled): CallType<StatusQuestion, TransmissionStatus> {
  const mayBeOld = ({ takenAgoMs }: StatusQuestion): boolean => (takenAgoMs ?? Infinity) < target.lookupLagMs;
  return defineCall<StatusQuestion, TransmissionStatus>({
    type: 'ask-status',
    target,
    request: ({ ettn }) => ({ method: 'GET', path: `/v1/invoices/${ettn}`, template: '/v1/invoices/{ettn}' }),
    answer: (answer, question) => {
      if (answer.status === 404) return done({ kind: 'pending' });
      const status = statusOf(answer, question);
      if (status?.kind === 'refused' && status.correctable && mayBeOld(question)) return done({ kind: 'pending' });
      return status && done(status);
    },
    personal: personalInStatus,
    settled: () => [],
    settledIn: async (_db, ...outcome) => settled(...outcome),
  });
}
