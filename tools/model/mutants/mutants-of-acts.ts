import { orderToInvoice } from '@kervan/order-orchestrator/parts';
import { type Mutant, mutant } from './mutant.js';

type SagaStep = (typeof orderToInvoice)['steps'][number];

/** The saga with some of its steps otherwise. */
function withSteps(names: readonly string[], otherwise: (step: SagaStep) => SagaStep): typeof orderToInvoice {
  return { ...orderToInvoice, steps: orderToInvoice.steps.map((step) => (names.includes(step.name) ? otherwise(step) : step)) };
}

/** Mutants of the saga that show only where persons act on orders. */
export const mutantsOfActs: readonly Mutant[] = [
  mutant('of what came early a step takes only as much as is enough', ['I1'], {
    definition: withSteps(['settle'], (step) => {
      if (!('await' in step)) return step;
      return { ...step, keep: (data, line) => (step.until?.(data) === true ? {} : (step.keep?.(data, line) ?? {})) };
    }),
  }),
  mutant('an amendment changes what is posted already', ['I2'], {
    definition: withSteps(['post-payment', 'post-settlement'], (step) => ('await' in step ? step : { ...step, fixes: () => ({}) })),
  }),
].map((one) => ({ ...one, acted: true }));
