import { CallState } from '../call/call-state.js';
import { Act, type CallProgress, type Circumstances, goesOn, isProtected, type Step } from './call-progress.js';

/**
 * What may be done with a call that a worker has just taken: the act that was planned, unless the protection it was
 * planned under has ended meanwhile, as a key's lifetime does, or it cannot be asked about. Where neither a look-up nor
 * a repetition is open, a person.
 */
export function actNow(progress: CallProgress, at: Circumstances): Act | 'ask-a-person' {
  if (progress.act === Act.lookUp && at.canLookUp) return Act.lookUp;
  if (progress.uncertainSince === null || isProtected(progress, at)) return Act.send;
  return at.canLookUp ? Act.lookUp : 'ask-a-person';
}

/** The step of a call that was taken and not carried out, as when the breaker opened meanwhile; costs no attempt. */
export function putBack(progress: CallProgress, dueInMs: number): Step {
  return goesOn(progress, { dueInMs });
}

/**
 * The state in which a call of unknown outcome waits to be sent again where a person says that it is not there.
 *
 * Where the far side knows a repeat for what it is, that word ends no doubt, since it need not: the call is sent all the same, and
 * is unknown until that has been answered. Elsewhere nothing unknown is sent, so the word has to do.
 */
export function stateOfRepeat(progress: CallProgress, at: Pick<Circumstances, 'target' | 'now'>): CallState {
  return isProtected(progress, at) ? CallState.unknown : CallState.pending;
}

/** The step of a call that goes on only by a person's decision. */
export function forAPerson(progress: CallProgress, at: Pick<Circumstances, 'now'>): Step {
  return goesOn(progress, { uncertainSince: progress.uncertainSince ?? at.now, dueInMs: null });
}

/** The step of a call that may have been sent, by somebody who knows no more of it: it is asked about, whenever it can be. */
export function lookUpFirst(progress: CallProgress, at: Pick<Circumstances, 'now'>): Step {
  const uncertainSince = progress.uncertainSince ?? at.now;
  return goesOn(progress, { act: Act.lookUp, uncertainSince, emptyLookUps: 0, dueInMs: 0 });
}
