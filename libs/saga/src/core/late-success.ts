import type { SagaData, SagaDefinition, SagaOrder, Step } from '../definition/saga-definition.js';
import type { Instance } from './instance.js';

/**
 * The step that cannot be undone and has succeeded although the order is being taken back; undefined where there is
 * none, or a person has taken it upon himself.
 */
export function succeededLate<Data extends SagaData, Order extends SagaOrder>(
  { steps }: Pick<SagaDefinition<Data, Order>, 'steps'>,
  instance: Instance<Data, Order>,
): Step<Data, Order> | undefined {
  if (instance.direction === 'forward') return undefined;
  return steps.find(({ name, kind }) => kind !== 'compensatable' && instance.steps[name]?.outcome === 'done');
}
