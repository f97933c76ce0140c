import { isAwaiting, type SagaData, type SagaDefinition, type SagaOrder } from '../definition/saga-definition.js';

/** What a participant has made of a command: its one outcome, or that it gave up, which a person may still turn. */
export type Outcome = 'ok' | 'refused' | 'undone' | 'dead' | 'withdrawn';

/** A command as the outside has it: nothing of the saga's own state. */
export interface Asked {
  readonly step: string;
  readonly attempt: number;
  readonly isUndo: boolean;
  readonly withdrawalAsked: boolean;
  /** What the saga has been told; undefined while nothing. */
  readonly told: Outcome | undefined;
}

/** What stands of one step outside, as far as the saga has been told. */
export type Standing = 'nothing' | 'done' | 'undone';

/**
 * The outside world of one saga, and what has been told of it: a second, much smaller account of what must hold.
 *
 * Plain data, so that two ways to the same world can be seen to be the same.
 */
export interface Outside {
  readonly asked: Readonly<Record<string, Asked>>;
  /** By step. */
  readonly standing: Readonly<Record<string, Standing>>;
  /** The last command that something was asked of, and whether it is still to be answered. */
  readonly open: string | null;
  readonly paused: boolean;
  /** What a person wants to count as done once the open command is out of the way. */
  readonly skipping: boolean;
  /** Whether a person has taken upon himself what cannot be undone. */
  readonly takenOver: boolean;
  readonly undoing: boolean;
  readonly end: 'completed' | 'compensated' | null;
}

export const nothingOutside: Outside = {
  asked: {},
  standing: {},
  open: null,
  paused: false,
  skipping: false,
  takenOver: false,
  undoing: false,
  end: null,
};

/** What the participant may say of a command next: its outcome is its one outcome, told as often as one likes. */
export function sayable<Data extends SagaData, Order extends SagaOrder>(
  { steps }: SagaDefinition<Data, Order>,
  { step: name, isUndo, told, withdrawalAsked }: Asked,
): readonly Outcome[] {
  if (told !== undefined && told !== 'dead') return [told];
  const step = steps.find((one) => one.name === name);
  const refusable = !isUndo && step !== undefined && !isAwaiting(step) && step.refused !== undefined;
  return [
    isUndo ? 'undone' : 'ok',
    ...(refusable && told === undefined ? (['refused'] as const) : []),
    'dead',
    ...(withdrawalAsked ? (['withdrawn'] as const) : []),
  ];
}
