import { isAwaiting, type SagaData, type SagaDefinition, type SagaOrder } from '../definition/saga-definition.js';
import { happeningsOf, type Journey } from './case-table.js';
import { commandDead, commandWithdrawn, deadlineReached, operatorHappenings, skipped, type Happening } from './happening.js';

/**
 * Everything that may happen to a saga, by name: what a journey tells of each step, also while the saga stands at another one;
 * that time passes; and what persons do. `facts` are told of a step that is skipped.
 */
export function everyHappening<Data extends SagaData, Order extends SagaOrder>(
  { steps }: SagaDefinition<Data, Order>,
  journey: Journey,
  facts: object,
): Readonly<Record<string, Happening>> {
  const ofSteps = steps.map((step) => {
    const { ok, refused, undone, standsForGood } = happeningsOf(journey, step.name);
    return {
      [`${step.name} ok`]: ok,
      ...(!isAwaiting(step) && { [`${step.name} first ok`]: firstSuccess(step.name, ok) }),
      ...(refused && { [`${step.name} refused`]: refused }),
      ...(undone && { [`${step.name} undone`]: undone }),
      ...(standsForGood && { [`${step.name} stands for good`]: standsForGood }),
    };
  });
  return {
    start: journey.start,
    cancelled: journey.cancelled,
    ...Object.assign({}, ...ofSteps),
    deadline: deadlineReached,
    dead: commandDead,
    withdrawn: commandWithdrawn,
    ...operatorHappenings({ facts, patch: journey.patch }),
    'skip without a word': skipped(),
  };
}

/** The success of a step's first command, wherever the saga stands, and before it has started. */
export function firstSuccess(step: string, ok: Happening): Happening {
  return (situation) => {
    const { instance } = situation;
    const named = { step, steps: { ...instance?.steps, [step]: { attempts: 1 } } };
    return ok({ ...situation, instance: { ...instance, ...named } as typeof instance });
  };
}
