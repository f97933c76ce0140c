import type { Input, Reason } from './input.js';

/** What a saga is doing. */
export const SagaStatus = {
  /** A command is in flight. */
  running: 'running',
  /** An event from elsewhere is awaited. */
  waiting: 'waiting',
  /** A person has to decide; left by the awaited reply, an operator's act or a cancellation, never by time. */
  needs_attention: 'needs_attention',
  /** Records what comes and sends nothing. */
  paused: 'paused',
  completed: 'completed',
  compensated: 'compensated',
} as const;
export type SagaStatus = (typeof SagaStatus)[keyof typeof SagaStatus];

/** Whether a saga makes its way or takes it back. */
export const SagaDirection = { forward: 'forward', backward: 'backward' } as const;
export type SagaDirection = (typeof SagaDirection)[keyof typeof SagaDirection];

/** What was last asked for in the current step; `redo`: to do what is done already again, for an amended order. */
export type Act = 'do' | 'redo' | 'withdraw' | 'undo' | 'await';

/** What the participant said to the current act. */
export type Answer =
  | { readonly verdict: 'done' | 'undone' | 'withdrawn' }
  | { readonly verdict: 'refused'; readonly compensate: boolean; readonly code: string; readonly detail: string }
  | { readonly verdict: 'dead'; readonly code: string; readonly detail: string };

/** What is known for good of one step. Absent: it was not reached, or its outcome is not known. */
export type StepOutcome = 'done' | 'skipped' | 'not_done' | 'undone';

/** One step's memory. */
export interface StepState {
  /** How many commands of this step were made, its undos counted in; the number of one that does it is part of its id. */
  readonly attempts: number;
  readonly outcome?: StepOutcome;
  /** Which of its commands undo it, in their order; absent while none does, and for those of the release before. */
  readonly undos?: readonly number[];
  /** The commands that are known to have done it. Absent: the first alone, or none where nothing was done. */
  readonly succeeded?: readonly number[];
  /** Whether its outcome is a person's word. */
  readonly byPerson?: boolean;
}

/** What operators do to a saga. */
export const OperatorAct = {
  pause: 'pause',
  resume: 'resume',
  retry: 'retry',
  skip: 'skip',
  amend: 'amend',
} as const;
export type OperatorAct = (typeof OperatorAct)[keyof typeof OperatorAct];

/** An act that had an effect; `at` is ISO 8601. */
export interface DoneAct extends Reason {
  readonly act: OperatorAct;
  readonly at: string;
}

/** A step that is to count as done, or as undone, once its command can no longer be carried out. */
export interface Skipping extends Reason {
  /** What the step's reply would have told; empty where the person had nothing to tell. */
  readonly facts: object;
}

/** A new attempt that a person wants, to follow once the command that was given up can no longer be carried out. */
export interface Retrying extends Reason {
  /** Whether the order was amended for it, so that the step which it builds upon is to be done again; absent where not. */
  readonly amended?: true;
}

/** A cancellation that was asked for; a person may overrule it after the pivot. */
export interface CancellationState {
  readonly reason: string;
  readonly requestedBy: string;
  readonly overruled: boolean;
  /** It came during the pause that lasts: it is carried out at its end; absent where not. */
  readonly inPause?: true | undefined;
}

/** Why a person is asked, and since when (ISO 8601). */
export interface Attention {
  readonly code: string;
  readonly detail: string;
  readonly since: string;
}

/** The order behind a saga: its body is stored once per revision, and read only by steps that need it. */
export interface OrderBody<Order> {
  readonly revision: number;
  value(): Order;
}

/** One saga: everything that its future depends on. */
export interface Instance<Data, Order> {
  /** The order's id. */
  readonly id: string;
  readonly definition: string;
  readonly version: number;
  /** When the chain's first message was accepted, milliseconds; carried into every command's id. */
  readonly acceptedAt: number;
  /** When the saga started, milliseconds. */
  readonly startedAt: number;
  /** The current step; once ended, the last one. Empty before the first. */
  readonly step: string;
  readonly act: Act;
  readonly answer: Answer | null;
  /** Whether what is withdrawn is a `redo`; absent where it is not. */
  readonly redoing?: true | undefined;
  /** How often the current act's deadline has asked again. */
  readonly asked: number;
  readonly status: SagaStatus;
  readonly direction: SagaDirection;
  /** When the current act's deadline falls, milliseconds; null where time plays no part. */
  readonly deadlineAt: number | null;
  /** When the saga's timer fires: at the deadline, or before it, to be set anew then; null when there is none. */
  readonly timerAt: number | null;
  readonly attention: Attention | null;
  readonly cancellation: CancellationState | null;
  /** Why it goes backward, as its undo commands and its end tell it; null while it goes forward. */
  readonly reversedFor: string | null;
  readonly steps: Readonly<Record<string, StepState>>;
  /** As it follows from the order. */
  readonly opened: Data;
  /** What replies and events have added since. */
  readonly kept: Partial<Data>;
  /** Inputs that came before their time. */
  readonly early: readonly Input[];
  readonly order: OrderBody<Order>;
  /** When the deadline falls of what was awaited as it was paused, milliseconds; absent unless something was. */
  readonly pausedDeadline?: number | undefined;
  /** When it last ended, milliseconds; absent until then. */
  readonly endedAt?: number;
  /** Whether a person has acted on it; absent while none has. */
  readonly touched?: true;
  /** The last act of a person that had an effect; absent while none had. */
  readonly lastAct?: DoneAct;
  /** What is to count as done at the next boundary; absent where nothing is. */
  readonly skipping?: Skipping | undefined;
  /** What is to be tried again after a withdrawal; absent where nothing is. */
  readonly retrying?: Retrying | undefined;
  /** How many inputs it has taken: numbers its history. */
  readonly revision: number;
}

/** The saga's data as its steps see it. */
export function dataOf<Data extends object, Order>(instance: Instance<Data, Order>): Data {
  return { ...instance.opened, ...instance.kept };
}

/** How many commands of the current step were made; 0 before its first. */
export function attemptOf<Data, Order>(instance: Instance<Data, Order>): number {
  return instance.steps[instance.step]?.attempts ?? 0;
}

/** Whether the current act takes the current step back: its undo, or the withdrawal of its undo. */
export function isUndoing<Data, Order>({ act, direction }: Instance<Data, Order>): boolean {
  return act === 'undo' || (act === 'withdraw' && direction === 'backward');
}

/** Whether the current step is done again on purpose, so that its former success does not count. */
export function isRedoing<Data, Order>({ act, redoing }: Instance<Data, Order>): boolean {
  return act === 'redo' || (act === 'withdraw' && redoing === true);
}

/** The commands of a step that are known to have done it, by their numbers. */
export function successesOf(state: StepState | undefined): readonly number[] {
  const did = state?.outcome === 'done' || state?.outcome === 'undone';
  return state?.succeeded ?? (did ? [1] : []);
}
