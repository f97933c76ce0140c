import { defineProblems } from '@kervan/service-host';

/** What an operator's request about a quarantined message can be answered. */
export const quarantineProblems = defineProblems({
  'message-not-quarantined': {
    status: 409,
    retryable: false,
    recorded: 'earlier',
    title: 'The message is not quarantined any more',
    whatToDo: 'Look at the message: it was released or discarded before.',
  },
  'message-still-unusable': {
    status: 422,
    retryable: false,
    recorded: 'nothing',
    title: 'The content of the message still cannot be used',
    whatToDo: `Mend the partner's profile as \`errors\` tell and release it again, or discard it.`,
  },
});
