import { defineProblems } from '@kervan/service-host';

/** What a request that names a service can be answered. */
export const serviceProblem = defineProblems({
  'service-unknown': {
    status: 422,
    retryable: false,
    recorded: 'nothing',
    title: 'No such service is known here',
    whatToDo: 'Name one of the services that `GET /v1/held` lists.',
  },
});
