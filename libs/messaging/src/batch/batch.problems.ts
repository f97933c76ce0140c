import { defineProblems } from '@kervan/service-host';

/** What an operator's request about batches can be answered. */
export const batchProblem = defineProblems({
  'batch-conflict': {
    status: 409, retryable: false, recorded: 'earlier', title: 'A batch of this id was ordered with other content',
    whatToDo: 'Look at the batch: what was ordered first stands. Give another id to order another one.',
  },
  'batch-ended': {
    status: 409, retryable: false, recorded: 'earlier', title: 'The batch has ended already',
    whatToDo: 'Look at the batch: it was done, or cancelled by someone else.',
  },
  'batch-too-large': {
    status: 422, retryable: false, recorded: 'nothing', title: 'The filter selects too much for one batch',
    whatToDo: 'Narrow the filter, for instance by time, and order several batches.',
  },
});
