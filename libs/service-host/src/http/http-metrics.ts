import { metrics } from '@opentelemetry/api';

/**
 * Answers that are no success, by the problem's code: `invalid-token`, `invalid-signature`, `rate-limited` and
 * `address-not-allowed` show who tries the doors.
 */
export const problemCount = metrics.getMeter('@kervan/service-host').createCounter('kervan.http.problems', {
  description: 'Requests that were answered with a problem, by its code.',
});
