import type { Transaction } from '@kervan/messaging';
import { type Answer, type CallType, defineCall, done, found, maybeFound, notFound, type Outcome, type Target } from '@kervan/outbound';
import type { Queryable } from '../../invoice/queryable.js';
import { type Dispatch, DisputeCode, type TransmissionStatus } from '../../ports/integrator.js';
import { personalInStatus, refusalOf, statusOf } from './status-answer.js';

/** What goes on once the integrator has the invoice, or has refused it. */
export type DispatchSettled = (
  tx: Transaction,
  dispatch: Dispatch,
  outcome: Outcome<TransmissionStatus>,
) => Promise<void>;

/** The documents of invoices, by number; the same for as long as the invoice is under way. */
export type DocumentsUnderWay = (db: Queryable, numbers: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** A dispatch with the document that is sent. */
interface WholeDispatch extends Dispatch {
  readonly xml: string;
}

/**
 * POST /v1/invoices: hands the UBL over under its ETTN. The call holds the invoice's number; the document, kilobytes of
 * it, is read when it is sent.
 *
 * An unknown outcome is resolved by GET /v1/invoices/{ettn}. A refusal of form found there may be that of an earlier
 * content, so the invoice is sent again: the same content gets the same answer. So it is whatever is found undecided or
 * accepted, where that may be of an earlier content: the integrator compares the two word for word, a look-up does not.
 * Of an invoice that is sent once more a state that is told when it is taken may be that of the earlier content, too: it is
 * asked for later. Of one that is disputed a refusal settles nothing.
 */
export function sendInvoiceCall(
  target: Target,
  documents: DocumentsUnderWay,
  settled: DispatchSettled,
): CallType<Dispatch, TransmissionStatus> {
  return defineCall<Dispatch, TransmissionStatus, WholeDispatch>({
    type: 'send-invoice',
    target,
    complete: async (db, dispatches) => {
      const found = await documents(db, dispatches.map(({ number }) => number));
      return dispatches.map((dispatch) => {
        const xml = found.get(dispatch.number);
        return xml === undefined ? undefined : { ...dispatch, xml };
      });
    },
    request: ({ ettn, number, profile, receiverAlias, xml }) => ({
      method: 'POST',
      path: '/v1/invoices',
      headers: {
        'x-ettn': ettn,
        'x-invoice-number': number,
        'x-profile': profile,
        ...(receiverAlias === null ? {} : { 'x-receiver-alias': receiverAlias }),
      },
      body: { text: xml, contentType: 'application/xml' },
    }),
    answer: (answer, dispatch) => {
      if (answer.status >= 400) return notTaken(refusalOf(answer), dispatch);
      const { number, ettn, isResent } = dispatch;
      const status = statusOf(answer, { number, ettn });
      const isUndecided = status?.kind === 'pending' || (isResent && isOfForm(status));
      return isUndecided ? done({ kind: 'pending', isTaken: true }) : status && done(status);
    },
    lookUp: {
      request: ({ ettn }) => ({ method: 'GET', path: `/v1/invoices/${ettn}`, template: '/v1/invoices/{ettn}' }),
      answer: (answer, dispatch) => {
        if (answer.status === 404) return notFound;
        const status = statusOf(answer, { ...dispatch, isDisputed: dispatch.isInsistedOn === true });
        if (isOfForm(status)) return notFound;
        if (isHeld(status) && mayBeOfBefore(dispatch)) return maybeFound;
        return status && found(status);
      },
    },
    personal: personalInStatus,
    settled: () => [],
    settledIn: (_db, ...outcome) => settled(...outcome),
  });
}

/**
 * What an error says of an invoice. That its ETTN is used is no refusal of it, since the authority may have it: a person is
 * told, unless he insists; then what is there is compared with it, and followed where it is the same. It is an answer even
 * where an earlier one was lost: the integrator has compared the two.
 *
 * Any other refusal of a disputed invoice is of what was sent now, before that was compared with what is there, which the
 * authority may have accepted all the same. That something is there settles nothing where it may be of before: a person is told.
 */
function notTaken(answer: Answer<TransmissionStatus> | undefined, dispatch: Dispatch): Answer<TransmissionStatus> | undefined {
  const told = answer?.kind === 'done' ? answer.result : answer;
  if (told?.kind === 'refused') {
    const { code, detail } = told;
    if (code === DisputeCode.ettnUsed) return dispatch.isInsistedOn ? done({ kind: 'pending' }) : disputed(detail);
    if (dispatch.isDisputed) return disputed(`${code}: ${detail}`);
  }
  const isThere = told?.kind === 'pending' || told?.kind === 'unknown';
  if (!isThere || !mayBeOfBefore(dispatch)) return answer;
  return disputed('the integrator has one already, and does not say whether it is this one');
}

function disputed(detail: string): Answer<TransmissionStatus> {
  return done({ kind: 'disputed', code: DisputeCode.ettnUsed, detail });
}

/** Whether what the integrator has may be what the invoice said before, and no person has seen that the two differ. */
function mayBeOfBefore({ isDisputed = false, isGivenUp = false, isInsistedOn = false }: Dispatch): boolean {
  return (isDisputed || isGivenUp) && !isInsistedOn;
}

function isHeld(status: TransmissionStatus | undefined): boolean {
  return status?.kind === 'pending' || status?.kind === 'accepted';
}

function isOfForm(status: TransmissionStatus | undefined): boolean {
  return status?.kind === 'refused' && status.correctable;
}
