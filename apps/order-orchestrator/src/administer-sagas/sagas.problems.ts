import { defineProblems } from '@kervan/service-host';

const notPossible = { status: 409, retryable: false, recorded: 'nothing' } as const;

/**
 * What an operator's request about sagas can be answered.
 *
 * Where an act is not possible, `orderStatus`, `direction` and `step` tell where the order stands, and `possible` which
 * acts are; where the order was seen otherwise, `revision` and `attention` tell what `seen` would be now.
 */
export const sagaProblem = defineProblems({
  'moved-on': {
    ...notPossible,
    title: 'The order has moved on since it was seen',
    whatToDo: 'Look at it again: something has come for it, such as a cancellation. If the act is still right, tell in `seen` how it stands now.',
  },
  'not-pausable': {
    ...notPossible,
    title: 'The order cannot be paused now',
    whatToDo: 'An order is paused until it has ended. One that is paused already needs nothing.',
  },
  'not-paused': {
    ...notPossible,
    title: 'The order is not paused',
    whatToDo: 'Look at its status: only a paused order is resumed.',
  },
  'nothing-to-retry': {
    ...notPossible,
    title: 'The order has no step to be tried again',
    whatToDo: 'Look at its status: an order that has ended or waits for an event has nothing to retry; resume one that is paused.',
  },
  'not-skippable': {
    ...notPossible,
    title: 'The step cannot be skipped now',
    whatToDo: 'Look at the current step and at which steps may be skipped (docs/order-to-invoice.md): never the pivot.',
  },
  'facts-refused': {
    status: 422,
    retryable: false,
    recorded: 'nothing',
    title: 'What is told of the step does not fit it',
    whatToDo: 'Tell in `facts` what the step would have brought, such as the number of the document made by hand.',
  },
  'not-amendable': {
    ...notPossible,
    title: 'The order cannot be amended now',
    whatToDo: 'An order is amended at a failed step: wait until it needs attention on its way forward. Amounts, articles and dates are amended only until the ERP holds them.',
  },
  'amendment-refused': {
    status: 422,
    retryable: false,
    recorded: 'nothing',
    title: 'The order cannot be amended like this',
    whatToDo:
      'Look at the fields in `errors`: `schema` breaks the form of an order; `fixed` names another order, or is held by the ERP already, or may be: leave it as it is, and have the source cancel the order and place it anew under another number, or, once its invoice is accepted, credit it; any other code is the rule by which it does not add up.',
  },
});
