import { setTimeout as pause } from 'node:timers/promises';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Fault, type Faults, type FaultTarget, type Subject, type Suffering } from '../faults/faults.js';
import { refusal, type Answer } from './answer.js';
import { type RequestCounts } from './request-counts.js';

/** One thing that an outside system can be asked. */
export interface Operation {
  readonly name: string;
  /** What the request is about, for the faults that name an order or a reference. */
  subject(request: FastifyRequest): Subject;
  answer(request: FastifyRequest, suffering: Suffering): Promise<Answer> | Answer;
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/**
 * Serves the operations of one outside system behind its faults: delay, error or refusal before the operation,
 * then the operation, then an error, a cut connection or something unheard of in place of its answer.
 */
export function operationsOf(target: FaultTarget, faults: Faults, counts: RequestCounts) {
  return (operation: Operation): Handler =>
    async (request, reply) => {
      const suffering = faults.take(target, operation.name, () => operation.subject(request));
      if (suffering.delayMs > 0) await pause(suffering.delayMs);
      const answer = await answerUnder(suffering, () => operation.answer(request, suffering));
      counts.record(target, operation.name, answer?.status);
      if (answer)
        return reply
          .code(answer.status)
          .headers(answer.headers ?? {})
          .send(answer.body);
      reply.hijack();
      reply.raw.destroy();
      return reply;
    };
}

/** What a gateway in front of a system says in its place. */
const PAGE = '<!doctype html><title>Please wait</title><p>The system is being worked on.';

async function answerUnder(
  { outcome }: Suffering,
  operation: () => Promise<Answer> | Answer,
): Promise<Answer | undefined> {
  switch (outcome?.kind) {
    case 'error-before':
      return { ...refusal(outcome.status ?? 500, 'internal-error', 'The request was not carried out.'), headers: comeBack(outcome) };
    case 'too-many':
      return {
        ...refusal(429, 'too-many-requests', 'Too many requests; come back later.'),
        headers: comeBack({ retryAfter: 1, ...outcome }),
      };
    case 'refuse':
      return refusal(outcome.status ?? 422, outcome.code ?? 'refused-by-rule', 'Refused by a rule of this system.');
    case 'conflict':
      if (outcome.written) await operation();
      return refusal(409, outcome.code ?? 'duplicate-reference', 'This was received before.');
    case 'error-in-success':
      if (outcome.written) await operation();
      return { status: 200, body: { error: { code: outcome.code ?? 'internal-error', message: 'Something went wrong.' } } };
    case 'html':
      if (outcome.written) await operation();
      return { status: outcome.status ?? 200, body: PAGE, headers: { 'content-type': 'text/html; charset=utf-8' } };
    case 'error-after':
      await operation();
      await pause(outcome.ms ?? 0);
      return { ...refusal(outcome.status ?? 500, 'internal-error', 'Something went wrong.'), headers: comeBack(outcome) };
    case 'cut-after':
      await operation();
      await pause(outcome.ms ?? 0);
      return undefined;
    default:
      return operation();
  }
}

function comeBack({ retryAfter }: Pick<Fault, 'retryAfter'>): Answer['headers'] {
  return retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
}
