import { defineProblems } from '@kervan/service-host';

/** What an act can be answered that its service has not refused itself. */
export const actProblem = defineProblems({
  'service-unavailable': {
    status: 503,
    retryable: true,
    recorded: 'unknown',
    title: 'The service that is to do it does not answer',
    whatToDo: 'Look whether it was done, once the service runs again; where it was not, do it again.',
  },
  'service-failed': {
    status: 502,
    retryable: true,
    recorded: 'unknown',
    title: 'The service that is to do it could not',
    whatToDo: 'Look whether it was done, then do it again; its log tells more under the correlation id.',
  },
});
