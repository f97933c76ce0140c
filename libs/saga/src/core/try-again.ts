import { isAwaiting, type CommandStep, type SagaData, type SagaOrder, type Start } from '../definition/saga-definition.js';
import { amend } from './amend.js';
import type { Retrying } from './instance.js';
import type { Turn } from './turn.js';

/** Tries the current step under a new attempt: on the way back its undo, else the step, for the order as amended. */
export function tryAgain<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  step: CommandStep<Data, Order>,
  { mergePatch }: Retrying,
): void {
  if (turn.instance.direction === 'backward') return turn.command(step, 'undo');
  const amendment = mergePatch === undefined ? undefined : amend(turn.definition, turn.instance, mergePatch);
  if (amendment && 'amended' in amendment) tryAmended(turn, step, amendment.amended);
  else turn.again(step);
}

/** Takes the order as amended, and tries the step again, or the earlier one that it builds upon. */
export function tryAmended<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  step: CommandStep<Data, Order>,
  amended: Start<Order>,
): void {
  turn.change({
    opened: turn.definition.open(amended),
    order: { revision: turn.instance.order.revision + 1, value: () => amended.order },
  });
  turn.again(stepToAmendFrom(turn, step));
}

function stepToAmendFrom<Data extends SagaData, Order extends SagaOrder>(
  { definition }: Turn<Data, Order>,
  failed: CommandStep<Data, Order>,
): CommandStep<Data, Order> {
  const earlier = definition.steps.find(({ name }) => name === failed.amendedFrom);
  return earlier && !isAwaiting(earlier) ? earlier : failed;
}
