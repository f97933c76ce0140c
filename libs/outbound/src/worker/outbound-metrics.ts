import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('@kervan/outbound');

/** Acts carried out, by target, call type, act and kind of answer. */
export const attemptCount = meter.createCounter('kervan.outbound.attempts');

/** How long acts took, by target and act; seconds. */
export const attemptDuration = meter.createHistogram('kervan.outbound.attempt.duration', {
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] },
});

/** Calls that came to wait for a person. */
export const personNeeded = meter.createCounter('kervan.outbound.person_needed');

/** Results that came after the lease, and calls whose lease ended without any. */
export const leaseMissed = meter.createCounter('kervan.outbound.lease_missed');
