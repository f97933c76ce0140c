import type { Answer, Refused, Transient } from '../call/answer.js';
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

/**
 * What an answer to a send makes of the call.
 *
 * A refusal ends it, unless an earlier send may have been taken: then look-ups come first, wherever there are any. A key does
 * not spare them, since a far side may refuse before it looks at keys: for the form, for a quota, for what the first send has
 * done. A transient answer is tried again, by the schedule and as long as it lasts, or for as long as it takes where the
 * answer is about our key; one that is not understood may be that of an earlier send, which is asked about first. An unknown
 * one is asked about.
 */
export function afterSend(progress: CallProgress, answer: Answer<unknown>, at: Circumstances): Step {
  switch (answer.kind) {
    case 'done':
      return ended(progress, answer);
    case 'refused':
      return afterRefusal(progress, answer, at);
    case 'transient':
      return answer.retryAfterMs === undefined
        ? again(progress, answer, at)
        : goesOn(progress, { dueInMs: answer.retryAfterMs });
    case 'unknown':
      return ask({ ...progress, uncertainSince: progress.uncertainSince ?? at.now, emptyLookUps: 0 }, at);
  }
}

function afterRefusal(progress: CallProgress, refusal: Refused, at: Circumstances): Step {
  if (progress.uncertainSince === null) return ended(progress, refusal);
  const asked = { ...progress, emptyLookUps: 0, refusal };
  if (!at.canLookUp) {
    const knowsFirstSend = at.target.repeat === Repeat.key && isProtected(progress, at);
    return knowsFirstSend ? ended(progress, refusal) : goesOn(asked, { dueInMs: null });
  }
  return goesOn(asked, { act: Act.lookUp, dueInMs: Math.max(conclusiveFrom(progress, at) - at.now, 0) });
}

function again(progress: CallProgress, answer: Transient, { target, random, canLookUp }: Circumstances): Step {
  const attempts = attemptsAfter(target.retry, progress.attempts, answer);
  const dueInMs = retryDelayMs(target.retry, attempts, random);
  const asks = answer.notUnderstood && progress.uncertainSince !== null && canLookUp;
  const act = asks ? Act.lookUp : progress.act;
  if (dueInMs !== undefined) return goesOn(progress, { act, attempts, dueInMs });
  if (progress.uncertainSince !== null) return goesOn(progress, { attempts, dueInMs: null });
  return ended({ ...progress, attempts }, { kind: 'dead', code: 'retries-exhausted', detail: `last reason: ${answer.reason}` });
}

/** The way out of an unknown outcome: by a look-up if there is one, by sending again if that is safe, by a person. */
function ask(progress: CallProgress, at: Circumstances): Step {
  const attempts = progress.attempts + 1;
  const delayMs = retryDelayMs(at.target.retry, attempts, at.random);
  const safe = isProtected(progress, at);
  if (!at.canLookUp) return goesOn(progress, { attempts, dueInMs: safe ? (delayMs ?? null) : null });
  const dueInMs = delayMs === undefined || safe ? (delayMs ?? null) : Math.max(conclusiveFrom(progress, at) - at.now, 0);
  return goesOn(progress, { act: Act.lookUp, attempts, dueInMs });
}
