import { defineProblems } from '@kervan/service-host';

/** What an operator's request about held messages can be answered. */
export const heldProblem = defineProblems({
  'already-resolved': {
    status: 409, retryable: false, recorded: 'earlier', title: 'The held message is resolved already',
    whatToDo: 'Look at the held message: it was handled, or discarded by someone else.',
  },
  'reason-required': {
    status: 422, retryable: false, recorded: 'nothing', title: 'A reason is required',
    whatToDo: 'Say in `reason` why the message is discarded: it is kept with your name.',
  },
});
