import { isAwaiting, type SagaData, type SagaDefinition, type SagaOrder } from '../definition/saga-definition.js';
import type { Instance } from './instance.js';
import { isTaken } from './known-ahead.js';

/**
 * The steps that a saga still has before it, the current one first: forward those that it takes as far as is known now,
 * backward those that are to be undone. Empty once it has ended.
 */
export function remainingSteps<Data extends SagaData, Order extends SagaOrder>(
  { steps }: SagaDefinition<Data, Order>,
  instance: Instance<Data, Order>,
): readonly string[] {
  if (instance.status === 'completed' || instance.status === 'compensated') return [];
  const outcome = (name: string) => instance.steps[name]?.outcome;
  if (instance.direction === 'backward') {
    return steps
      .filter((step) => !isAwaiting(step) && step.undo && outcome(step.name) === 'done')
      .map(({ name }) => name)
      .toReversed();
  }
  return steps
    .slice(
      Math.max(
        0,
        steps.findIndex(({ name }) => name === instance.step),
      ),
    )
    .filter((step) => outcome(step.name) !== 'done' && outcome(step.name) !== 'skipped' && isTaken(instance, step))
    .map(({ name }) => name);
}
