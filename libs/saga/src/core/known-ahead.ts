import { CommandDead, CommandWithdrawn } from '@kervan/contracts';
import { isAwaiting, type CommandStep, type SagaData, type SagaOrder, type Step } from '../definition/saga-definition.js';
import type { Reply } from './input.js';
import { dataOf, type Instance } from './instance.js';
import { commandIdOf, undoIdOf, type Turn } from './turn.js';

/** How far beyond the commands that a saga knows of it looks for the one that a reply names. */
const AHEAD = 10;

/** The command of this saga that a reply names, whether the saga has asked for it or not. */
export interface Origin<Data, Order> {
  readonly step: CommandStep<Data, Order>;
  /** The number of the command; of one that undoes the step, among those. */
  readonly attempt: number;
  readonly isUndo: boolean;
}

/** A success of a step that the saga has not come to. */
interface Success {
  readonly attempt: number;
  readonly reply: Reply;
}

/**
 * Finds the command that a reply names. A saga that was set back to an older state has not asked yet for commands that
 * were asked for since: their replies come to it all the same, and tell what stands.
 */
export function originOf<Data extends SagaData, Order extends SagaOrder>(
  { definition, instance }: Turn<Data, Order>,
  commandId: string,
): Origin<Data, Order> | undefined {
  for (const step of definition.steps) {
    if (isAwaiting(step)) continue;
    const { attempts = 0, undos = [] } = instance.steps[step.name] ?? {};
    for (let attempt = 1; attempt <= attempts + AHEAD; attempt += 1) {
      if (commandIdOf(instance, step.name, attempt) === commandId) return { step, attempt, isUndo: false };
    }
    for (let attempt = 1; step.undo && attempt <= undos.length + AHEAD; attempt += 1) {
      if (undoIdOf(instance, step.name, attempt) === commandId) return { step, attempt, isUndo: true };
    }
  }
  return undefined;
}

/** Whether a reply is to a command of a step that lies ahead, as a saga that was set back may get it. */
export function isAhead<Data extends SagaData, Order extends SagaOrder>(
  { definition, instance, index }: Turn<Data, Order>,
  { step, attempt, isUndo }: Origin<Data, Order>,
  { record }: Reply,
): boolean {
  const { attempts = 0, outcome } = instance.steps[step.name] ?? {};
  const answers = [step.ok, step.refused, CommandDead, CommandWithdrawn].some((one) => one?.fullName === record);
  const comes = definition.steps.indexOf(step) > index && outcome !== 'done';
  return answers && comes && !isUndo && attempt > attempts && instance.direction === 'forward';
}

/** The successes of a step's commands that came before the saga asked for them, by their numbers. */
export function successesAhead<Data extends SagaData, Order extends SagaOrder>(
  { instance }: Pick<Turn<Data, Order>, 'instance'>,
  step: Step<Data, Order>,
): readonly Success[] {
  if (isAwaiting(step)) return [];
  const { attempts = 0 } = instance.steps[step.name] ?? {};
  const replies = instance.early.filter((input): input is Reply => input.kind === 'reply' && input.record === step.ok.fullName);
  if (replies.length === 0) return [];
  return Array.from({ length: AHEAD }, (_, at) => attempts + 1 + at).flatMap((attempt) => {
    const commandId = commandIdOf(instance, step.name, attempt);
    return replies.filter(({ data }) => data.commandId === commandId).slice(0, 1).map((reply) => ({ attempt, reply }));
  });
}

/** Whether a step is due, as far as is known now. */
export function isDue<Data extends SagaData, Order extends SagaOrder>(
  instance: Instance<Data, Order>,
  step: Step<Data, Order>,
): boolean {
  return step.when?.(dataOf(instance)) ?? true;
}

/**
 * Whether a saga takes a step: it is due, or is known to have been done. A saga that was set back may have lost what made it
 * due, such as an amendment; the step stands all the same, and what its reply tells is not to be lost.
 */
export function isTaken<Data extends SagaData, Order extends SagaOrder>(
  instance: Instance<Data, Order>,
  step: Step<Data, Order>,
): boolean {
  return isDue(instance, step) || successesAhead({ instance }, step).length > 0;
}

/** Whether a step ahead is known to have succeeded: a saga that was set back has been further than it stands. */
export function isDoneAhead<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): boolean {
  if (turn.instance.early.length === 0) return false;
  return turn.definition.steps.slice(turn.index + 1).some((step) => successesAhead(turn, step).length > 0);
}
