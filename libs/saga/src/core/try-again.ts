import { isAwaiting, type CommandStep, type SagaData, type SagaOrder } from '../definition/saga-definition.js';
import type { Retrying } from './instance.js';
import type { Turn } from './turn.js';

/**
 * Tries the current step under a new attempt: on the way back its undo; for an amended order the earlier step that it
 * builds upon, if there is one; else the step.
 */
export function tryAgain<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  step: CommandStep<Data, Order>,
  { amended }: Retrying,
): void {
  if (turn.instance.direction === 'backward') return turn.command(step, 'undo');
  turn.again(amended ? stepToAmendFrom(turn, step) : step);
}

function stepToAmendFrom<Data extends SagaData, Order extends SagaOrder>(
  { definition }: Turn<Data, Order>,
  failed: CommandStep<Data, Order>,
): CommandStep<Data, Order> {
  const earlier = definition.steps.find(({ name }) => name === failed.amendedFrom);
  return earlier && !isAwaiting(earlier) ? earlier : failed;
}
