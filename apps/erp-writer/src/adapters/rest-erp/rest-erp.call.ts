import type { Message } from '@kervan/contracts';
import { type CallType, defineCall, type HttpRequest, type Target } from '@kervan/outbound';
import type { ErpAct } from '../../ports/erp.port.js';
import type { ErpOutcome } from '../../ports/erp-outcome.js';
import { type Booked, type Expected, readLookUp, readPosted, shownOfAnswers, statedBooking } from './erp-answer.js';

/** What distinguishes one kind of posting from the others. */
export interface Posting<Document> {
  readonly type: string;
  request(document: Document): HttpRequest;
  expected(document: Document): Expected;
  outcome(act: ErpAct<Document>, outcome: ErpOutcome): Message;
  /** Personal fields of the request's body. */
  readonly personal?: readonly string[];
}

/** A call that posts one document to the REST ERP and is looked up by its reference. */
export function restErpCall<Document>(target: Target, posting: Posting<Document>): CallType<ErpAct<Document>, Booked> {
  return defineCall<ErpAct<Document>, Booked>({
    type: posting.type,
    target,
    request: ({ document }) => posting.request(document),
    answer: (answer, { document }) => readPosted(answer, posting.expected(document), document),
    lookUp: {
      request: ({ document }) => ({
        method: 'GET',
        path: '/v1/documents',
        query: { reference: posting.expected(document).reference },
      }),
      answer: (answer, { document }) => readLookUp(answer, posting.expected(document)),
    },
    personal: { request: posting.personal ?? [], allOfResponseBut: shownOfAnswers },
    resultOf: statedBooking,
    settled: posting.outcome,
  });
}
