import type { OrderCompleted } from '@kervan/contracts';
import { orderToInvoice } from '@kervan/order-orchestrator/parts';
import { type Mutant, mutant } from './mutant.js';

type SagaStep = (typeof orderToInvoice)['steps'][number];

/** The saga with some of its steps otherwise. */
function withSteps(names: readonly string[], otherwise: (step: SagaStep) => SagaStep): typeof orderToInvoice {
  return { ...orderToInvoice, steps: orderToInvoice.steps.map((step) => (names.includes(step.name) ? otherwise(step) : step)) };
}

/** What is told of each order first, for ever. */
function firstTold(): typeof orderToInvoice.tells {
  const told = new Map<string, object>();
  return (start) => {
    const known = told.get(start.orderId) ?? orderToInvoice.tells(start);
    told.set(start.orderId, known);
    return known;
  };
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
  mutant('an order tells all but the last payment that it has taken', ['I1'], {
    definition: {
      ...orderToInvoice,
      ends: {
        ...orderToInvoice.ends,
        completedTells: (data) => {
          const { settledPayments } = orderToInvoice.ends.completedTells(data) as Pick<OrderCompleted, 'settledPayments'>;
          return { settledPayments: settledPayments?.slice(0, -1) };
        },
      },
    },
  }),
  mutant('what is due is told as it was when the order came', ['I1'], { definition: { ...orderToInvoice, tells: firstTold() } }),
].map((one) => ({ ...one, acted: true }));
