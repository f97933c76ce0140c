import type { Outcome, Refused } from '../call/answer.js';
import type { CallState } from '../call/call-state.js';
import { Repeat, type Target } from '../call/target.js';

/** What a worker does with a call when it next takes it. */
export const Act = { send: 'send', lookUp: 'look-up' } as const;

export type Act = (typeof Act)[keyof typeof Act];

/** What is known of a call when a worker has it; instants in milliseconds of the database's clock. */
export interface CallProgress {
  readonly act: Act;
  /** Acts that were tried and count, in the retry policy's sense. */
  readonly attempts: number;
  /** When the first send began; null before it. */
  readonly firstSentAt: number | null;
  /** When the latest send began, or may have begun at the latest; null before it. */
  readonly lastSentAt: number | null;
  /** Since when a send may have had an effect that was neither seen nor ruled out. */
  readonly uncertainSince: number | null;
  /** Look-ups since the latest send that could have found it, and did not. */
  readonly emptyLookUps: number;
  /** A refusal that counts only once look-ups have ruled out that an earlier send was taken. */
  readonly refusal: Refused | null;
}

/** Where a call goes after an act. */
export interface Step {
  readonly state: Exclude<CallState, 'processing' | 'withdrawn'>;
  readonly act: Act;
  /** Wait until the next act; null when a person has to decide, or nothing is left to do. */
  readonly dueInMs: number | null;
  readonly attempts: number;
  readonly lastSentAt: number | null;
  readonly uncertainSince: number | null;
  readonly emptyLookUps: number;
  readonly refusal: Refused | null;
  /** Of an ended call only. */
  readonly outcome: Outcome<unknown> | null;
}

/** What the decisions need beside the progress. */
export interface Circumstances {
  readonly target: Target;
  /** Whether the call type has a look-up. */
  readonly canLookUp: boolean;
  /** Milliseconds of the database's clock. */
  readonly now: number;
  /** From 0 up to 1; places waits within their jitter. */
  readonly random: number;
}

/** Whether sending again cannot double the effect: the far side knows the second for the first. */
export function isProtected({ firstSentAt }: CallProgress, { target, now }: Pick<Circumstances, 'target' | 'now'>): boolean {
  if (target.repeat === Repeat.uniqueReference) return true;
  return target.repeat === Repeat.key && (firstSentAt === null || now - firstSentAt < target.keyLifetimeMs);
}

/** The earliest moment at which an empty look-up says that a send of unknown outcome was never taken. */
export function conclusiveFrom({ lastSentAt }: CallProgress, { target, now }: Circumstances): number {
  return (lastSentAt ?? now) + target.timeoutMs + target.maxProcessingMs + target.lookupLagMs;
}

/** The step of a call that has ended. */
export function ended(progress: CallProgress, outcome: Outcome<unknown>): Step {
  return {
    state: outcome.kind === 'done' ? 'completed' : 'failed',
    act: progress.act,
    dueInMs: null,
    attempts: progress.attempts,
    lastSentAt: progress.lastSentAt,
    uncertainSince: null,
    emptyLookUps: progress.emptyLookUps,
    refusal: null,
    outcome,
  };
}

/** The step of a call that goes on, with what has changed of it. */
export function goesOn(
  progress: CallProgress,
  change: Partial<Omit<Step, 'state' | 'outcome'>> & { readonly dueInMs: number | null },
): Step {
  const uncertainSince = change.uncertainSince === undefined ? progress.uncertainSince : change.uncertainSince;
  return {
    act: progress.act,
    attempts: progress.attempts,
    lastSentAt: progress.lastSentAt,
    emptyLookUps: progress.emptyLookUps,
    refusal: progress.refusal,
    ...change,
    uncertainSince,
    state: uncertainSince === null ? 'pending' : 'unknown',
    outcome: null,
  };
}
