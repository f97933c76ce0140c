import { isAwaiting, type SagaData, type SagaDefinition, type SagaOrder } from '../definition/saga-definition.js';
import { OperatorAct, type Instance } from './instance.js';
import { succeededLate } from './late-success.js';
import { factsToTell } from './skip.js';

/**
 * The acts that have an effect on a saga where it stands now; any other is recorded and changes nothing.
 *
 * A paused saga is resumed first, and after a late success the order is taken back on or left. Pausing is possible until it ends; trying again while it is asked for or waits for a
 * person. Skipping is possible where the definition lets a person do the step, until it has succeeded; amending where a
 * step has failed on the way forward.
 */
export function possibleActs<Data extends SagaData, Order extends SagaOrder>(
  definition: Pick<SagaDefinition<Data, Order>, 'steps'>,
  instance: Instance<Data, Order>,
): readonly OperatorAct[] {
  const { status, direction, answer } = instance;
  if (status === 'completed' || status === 'compensated') return [];
  if (status === 'paused') return [OperatorAct.resume];
  if (succeededLate(definition, instance)) return [OperatorAct.pause, OperatorAct.retry];
  const step = definition.steps.find(({ name }) => name === instance.step);
  const settled = answer?.verdict === 'done' || answer?.verdict === 'undone';
  const skippable = step !== undefined && !settled && factsToTell(step, instance) !== undefined;
  const failed = status === 'needs_attention' && direction === 'forward' && answer !== null && !settled;
  const amendable = failed && step !== undefined && !isAwaiting(step);
  return [
    OperatorAct.pause,
    ...(status === 'waiting' ? [] : [OperatorAct.retry]),
    ...(skippable ? [OperatorAct.skip] : []),
    ...(amendable ? [OperatorAct.amend] : []),
  ];
}
