import { isAwaiting, type SagaData, type SagaOrder, type Step } from '../definition/saga-definition.js';
import type { Instance } from './instance.js';
import { isDue, successesAhead } from './known-ahead.js';

/** Where an amended order differs from what the steps have fixed of it: the paths of its fields, each once. */
export function fixedFields<Data extends SagaData, Order extends SagaOrder>(
  steps: readonly Step<Data, Order>[],
  instance: Instance<Data, Order>,
  amended: Order,
): string[][] {
  const paths = steps.flatMap((step) => {
    if (isAwaiting(step) || !step.fixes || !hasFixed(step, instance)) return [];
    return differences(step.fixes(instance.order.value()), step.fixes(amended));
  });
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

/**
 * Whether a step's participant holds the order, or may: it is done, or was asked for and is not known to have had no
 * effect. One that gave up may still be turned by a person.
 *
 * One that lies ahead and is known to be done, as to a saga that was set back, counts if it is due. If it is not, it was done
 * for the order as amended since: what the participant holds is not known here, and an amendment may make it that again.
 */
function hasFixed<Data extends SagaData, Order extends SagaOrder>(
  step: Step<Data, Order>,
  instance: Instance<Data, Order>,
): boolean {
  const { answer } = instance;
  const state = instance.steps[step.name];
  if (state?.outcome === 'done') return true;
  if (successesAhead({ instance }, step).length > 0) return isDue(instance, step);
  if (step.name === instance.step) return answer?.verdict !== 'refused' && answer?.verdict !== 'withdrawn';
  return state !== undefined && state.outcome === undefined;
}

/** Where two values differ; lists of different lengths as a whole. */
function differences(one: unknown, other: unknown, path: readonly string[] = []): string[][] {
  if (one === other) return [];
  const alike = isParted(one) && isParted(other) && Array.isArray(one) === Array.isArray(other);
  if (!alike || (Array.isArray(one) && one.length !== (other as readonly unknown[]).length)) return [[...path]];
  const [a, b] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => differences(a.get(key), b.get(key), [...path, key]));
}

function isParted(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
