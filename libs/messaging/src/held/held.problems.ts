import { defineProblems } from '@kervan/service-host';

/** What an operator's request about held messages can be answered. */
export const heldProblem = defineProblems({
  'already-resolved': {
    status: 409, retryable: false, recorded: 'earlier', title: 'The held message is resolved already',
    whatToDo: 'Look at the held message: it was handled, or discarded by someone else.',
  },
  'reason-required': {
    status: 422, retryable: false, recorded: 'nothing', title: 'A reason is required',
    whatToDo: 'Say in `reason` why you do this: it is kept with your name.',
  },
  'discard-refused': {
    status: 409, retryable: false, recorded: 'nothing', title: 'The held message cannot be given up',
    whatToDo: 'Something has come of it, as `detail` says: edit or redrive it, so that it is handled.',
  },
  'edited-meanwhile': {
    status: 409, retryable: false, recorded: 'nothing', title: 'The held message was edited by someone else meanwhile',
    whatToDo: 'Look at what it holds now, and decide again.',
  },
  'edit-refused': {
    status: 422, retryable: false, recorded: 'nothing', title: 'The held message cannot be edited so',
    whatToDo: 'Correct the fields in `errors`: what comes out must be a message of the same record and key.',
  },
});
