import { CallState } from '../call/call-state.js';

/** What a person decides about a call that has not ended. */
export const Decision = {
  /** Ask the far side once more. */
  lookUp: 'look-up',
  /** It was not done: send it again. It stays unknown until that is answered, where a repeat is known for what it is. */
  repeat: 'repeat',
  /** It was not done, and is not to be: the command ends dead. */
  giveUp: 'give-up',
  /** It was done, with the result that is stated. */
  done: 'done',
  /** It is certainly not done, and is not to be: the command ends dead. */
  withdraw: 'withdraw',
  /** It waits for its time: do not wait. */
  tryNow: 'try-now',
} as const;

export type Decision = (typeof Decision)[keyof typeof Decision];

/** A decision with its author. */
export interface DecisionBy {
  readonly decision: Decision;
  readonly by: string;
  readonly reason: string;
  /** With `done` only. */
  readonly result?: unknown;
}

const { pending, unknown } = CallState;

/** The states in which each can be decided: only who knows nothing may state an outcome. */
const decidedIn: Readonly<Record<Decision, readonly CallState[]>> = {
  [Decision.lookUp]: [unknown],
  [Decision.repeat]: [unknown],
  [Decision.giveUp]: [unknown],
  [Decision.done]: [unknown],
  [Decision.withdraw]: [pending],
  [Decision.tryNow]: [pending, unknown],
};

/** Whether a call in this state waits for its time, or for a person, rather than being carried out or over. */
export function isOpenToDecisions(state: CallState): boolean {
  return state === pending || state === unknown;
}

/** Why this cannot be decided about a call in this state, in words; `undefined` when it can. */
export function misfit(decision: Decision, state: CallState, waitsForTime: boolean): string | undefined {
  if (!decidedIn[decision].includes(state)) {
    return state === pending
      ? 'The call is pending, so certainly not done: withdraw it, or have it tried now.'
      : 'The call is unknown: it may have been done, so it cannot be withdrawn.';
  }
  if (decision === Decision.tryNow && !waitsForTime) return 'The call waits for a decision and not for a time.';
  return undefined;
}
