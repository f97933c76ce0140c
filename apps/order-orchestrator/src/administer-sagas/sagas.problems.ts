import { defineProblems } from '@kervan/service-host';

/** What an operator's request about sagas can be answered. */
export const sagaProblem = defineProblems({
  'nothing-to-retry': {
    status: 409,
    retryable: false,
    recorded: 'nothing',
    title: 'The order has no step to be tried again',
    whatToDo: 'Look at its status: an order that has ended, waits for an event or is paused has nothing to retry.',
  },
  'not-amendable': {
    status: 409,
    retryable: false,
    recorded: 'nothing',
    title: 'The order cannot be amended now',
    whatToDo: 'An order is amended at a failed step: wait until it needs attention on its way forward.',
  },
  'amendment-refused': {
    status: 422,
    retryable: false,
    recorded: 'nothing',
    title: 'The amended order would not be an order',
    whatToDo: 'Correct the fields in `errors`: `schema` breaks the form of an order, `fixed` names another order.',
  },
});
