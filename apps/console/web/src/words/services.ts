import type { ServiceFailure } from '../../../src/ask-services/service-views';

export const serviceFailures: Readonly<Record<ServiceFailure, string>> = {
  'unreachable': 'cannot be reached',
  'too-slow': 'did not answer within 2 seconds',
  'refused': 'refused to answer',
  'unreadable': 'gave an answer that this page does not understand',
};

/** The same of the reading of a whole audit log, which is given longer. */
export const verificationFailures: typeof serviceFailures = {
  ...serviceFailures,
  'too-slow':
    'needs more than 30 seconds to read all of its log, which is not checked here: npm run ops -- audit verify waits longer',
};

export const servicesWords = {
  service: 'Service',
  failures: 'Some services could not be asked',
  failure: (service: string, failure: string) => `${service} ${failure}.`,
  notAll: 'not all answered',
  meaning: 'What this means',
  next: 'What to do',
} as const;
