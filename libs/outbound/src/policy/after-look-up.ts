import { done, type LookUpAnswer, type NotFound, type Transient, type Unknown, unknown } from '../call/answer.js';
import { Repeat } from '../call/target.js';
import {
  Act,
  type CallProgress,
  type Circumstances,
  conclusiveFrom,
  ended,
  goesOn,
  isProtected,
  type Step,
} from './call-progress.js';
import { attemptsAfter, retryDelayMs } from './retry-policy.js';

/** Where sending again could double the effect, so many look-ups in a row must be empty first. */
const EMPTY_LOOK_UPS_THAT_RULE_OUT = 2;

/**
 * What an answer to a look-up makes of the call.
 *
 * Found ends it. Not found, where a repetition is harmless, sends it again; elsewhere only the second empty look-up
 * does, and only those count that were made late enough to have found it. With `never`, a person decides. One that was
 * made while a repetition was harmless counts for nothing once it is not: it may have been early. Where something may be
 * there it rules nothing out, nor does what was empty before: it is asked again, and at last a person.
 */
export function afterLookUp(progress: CallProgress, answer: LookUpAnswer<unknown>, at: Circumstances): Step {
  switch (answer.kind) {
    case 'found':
      return ended(progress, done(answer.result));
    case 'not-found':
      return afterEmptyLookUp(progress, answer, at);
    case 'transient':
    case 'unknown':
      return lookAgain(progress, answer, at);
  }
}

function lookAgain(progress: CallProgress, answer: Transient | Unknown, at: Circumstances): Step {
  if (answer.kind === 'transient' && answer.retryAfterMs !== undefined) return goesOn(progress, { dueInMs: answer.retryAfterMs });
  const attempts = attemptsAfter(at.target.retry, progress.attempts, answer);
  const dueInMs = retryDelayMs(at.target.retry, attempts, at.random) ?? null;
  return goesOn(progress, { attempts, dueInMs, ...(answer.kind === 'unknown' && { emptyLookUps: 0 }) });
}

function afterEmptyLookUp(progress: CallProgress, { mayBeThere }: NotFound, at: Circumstances): Step {
  const exhausted = retryDelayMs(at.target.retry, progress.attempts, at.random) === undefined;
  if (isProtected(progress, at) && progress.refusal === null) {
    return goesOn(progress, { act: Act.send, emptyLookUps: 0, dueInMs: exhausted ? null : 0 });
  }
  if (mayBeThere) return lookAgain(progress, unknown('may-be-there'), at);
  const conclusiveInMs = conclusiveFrom(progress, at) - at.now;
  if (conclusiveInMs > 0) return goesOn(progress, { dueInMs: conclusiveInMs });

  const emptyLookUps = progress.emptyLookUps + 1;
  if (emptyLookUps < EMPTY_LOOK_UPS_THAT_RULE_OUT) {
    return goesOn(progress, { emptyLookUps, dueInMs: at.target.lookupLagMs });
  }
  const ruledOut = { ...progress, emptyLookUps };
  if (progress.refusal !== null) return ended(ruledOut, progress.refusal);
  if (at.target.repeat === Repeat.never) return goesOn(ruledOut, { dueInMs: null });
  if (exhausted) return ended(ruledOut, { kind: 'dead', code: 'retries-exhausted', detail: 'never taken' });
  return goesOn(ruledOut, { act: Act.send, uncertainSince: null, emptyLookUps: 0, dueInMs: 0 });
}
