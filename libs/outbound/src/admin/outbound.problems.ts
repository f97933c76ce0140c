import { defineProblems } from '@kervan/service-host';

/** What an operator's request about outgoing calls can be answered. */
export const outboundProblem = defineProblems({
  'call-not-undecided': {
    status: 409, retryable: false, recorded: 'earlier', title: 'The call does not wait for a decision',
    whatToDo: 'Look at the call: it is on its way or over. Only one that is pending or unknown can be decided about.',
  },
  'decision-not-possible': {
    status: 422, retryable: false, recorded: 'nothing', title: 'This call cannot be decided in that way',
    whatToDo:
      'Choose another decision: a pending call is withdrawn or tried now, an unknown one has its outcome stated; not every ' +
      'call can be looked up, and a result must have the form of its type.',
  },
  'target-already-paused': {
    status: 409, retryable: false, recorded: 'earlier', title: 'The target is paused already',
    whatToDo:
      'Look at the target: it stays paused as it is shown there. Where another end is right, send yours again with that `pause` as `seen`.',
  },
  'target-not-paused': {
    status: 409, retryable: false, recorded: 'nothing', title: 'The target is not paused',
    whatToDo: 'Look at the target: nobody has paused it, or the pause is over. What else keeps it from being called is told there.',
  },
});
