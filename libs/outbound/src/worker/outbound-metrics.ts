import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('@kervan/outbound');

/** Acts carried out, by target, call type, act and kind of answer. */
export const attemptCount = meter.createCounter('kervan.outbound.attempts');

/** How long acts took, by target and act; seconds. */
export const attemptDuration = meter.createHistogram('kervan.outbound.attempt.duration', { unit: 's' });

/** Calls that came to wait for a person. */
export const personNeeded = meter.createCounter('kervan.outbound.person_needed');

/** Results that came after the lease, and calls whose lease ended without any. */
export const leaseMissed = meter.createCounter('kervan.outbound.lease_missed');
