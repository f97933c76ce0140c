import { type Answer, type LookUpAnswer, transient, type Transient, unknown, type Unknown } from '../call/answer.js';
import type { HttpAnswer } from '../call/call-type.js';
import type { Exchange } from './exchange.js';
import { retryAfterMs } from './retry-after.js';

/** How a call type reads an answer; may throw. */
export type Read<A> = (answer: HttpAnswer) => A | undefined;

/**
 * What became of a send, decided once and for every case.
 *
 * No connection, no access token, 401, 403, 407, 429, and 503 with `Retry-After`: nothing was done; a token that is not to
 * be had, 401 and 407 are said of our key, and hold for all calls alike. No answer, 3xx, and any other 5xx:
 * unknown, since the far side may have written before it failed. The rest is the call type's to read: what it does not
 * understand is unknown for a 2xx and without effect for a 4xx.
 */
export function classifySend<Result>(exchange: Exchange, read: Read<Answer<Result>>, now: Date): Answer<Result> {
  return ruleFor(exchange, now) ?? readOr(exchange, read);
}

/** What became of a look-up, by the same rules; a look-up has no effect, so all that is not read is asked again. */
export function classifyLookUp<Result>(
  exchange: Exchange,
  read: Read<LookUpAnswer<Result>>,
  now: Date,
): LookUpAnswer<Result> {
  return ruleFor(exchange, now) ?? readOr(exchange, read);
}

function ruleFor(exchange: Exchange, now: Date): Transient | Unknown | undefined {
  if (exchange.kind === 'not-sent') return notSent(exchange);
  if (exchange.kind === 'unclear') return unknown(exchange.reason);
  const { status, headers } = exchange.answer;
  const wait = retryAfterMs(headers['retry-after'], now);
  if (status === 429) return transient('too-many-requests', wait);
  if (status === 503 && wait !== undefined) return transient('unavailable', wait);
  if (status === 401 || status === 407) return { ...transient(`http-${status}`), ofCaller: true };
  if (status === 403) return transient(`http-${status}`);
  if (status === 408 || status < 200 || (status >= 300 && status < 400) || status >= 500) {
    return unknown(`http-${status}`);
  }
  return undefined;
}

function notSent({ reason, ofCaller, again }: Exchange & { readonly kind: 'not-sent' }): Transient {
  const answer = again ? transient(reason, 0) : transient(reason);
  return ofCaller ? { ...answer, ofCaller } : answer;
}

function readOr<A>(exchange: Exchange, read: Read<A>): A | Transient | Unknown {
  if (exchange.kind !== 'answered') return unknown(exchange.reason);
  const { answer } = exchange;
  try {
    const meaning = read(answer);
    if (meaning !== undefined) return meaning;
  } catch {
    return unknown('answer-unreadable');
  }
  if (answer.status < 300) return unknown('answer-not-understood');
  return { ...transient(`http-${answer.status}`), notUnderstood: true };
}
