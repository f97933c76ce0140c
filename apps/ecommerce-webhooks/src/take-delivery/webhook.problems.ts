import { defineProblems } from '@kervan/service-host';

const nothing = { recorded: 'nothing', retryable: false } as const;

/** Problems of the webhooks of shops, and of what operators do about them. */
export const webhookProblems = defineProblems({
  'invalid-signature': {
    ...nothing,
    status: 401,
    title: 'The delivery is not signed by this shop',
    whatToDo: 'Sign the very bytes of the body with a valid secret of the shop, and send them unchanged.',
  },
  'timestamp-out-of-tolerance': {
    ...nothing,
    status: 401,
    title: 'The signed time is missing, or too far from now',
    whatToDo: 'Send `webhook-timestamp` in seconds since 1970, at most 300 s from now, and sign it anew.',
  },
  'webhooks-paused': {
    ...nothing,
    status: 503,
    retryable: true,
    title: 'Orders wait to be passed on',
    whatToDo: 'Send the same delivery again after the seconds in Retry-After.',
  },
  'quarantine-resolved': {
    status: 409,
    retryable: false,
    recorded: 'earlier',
    title: 'The quarantined delivery is resolved already',
    whatToDo: 'Look at it: it was released or discarded by someone else, or its time has run out.',
  },
  'still-unusable': {
    status: 409,
    retryable: true,
    recorded: 'earlier',
    title: 'The delivery still cannot be used',
    whatToDo: 'Mend what `errors` name in the profile of the shop, then release it again; or discard it with a reason.',
  },
});
