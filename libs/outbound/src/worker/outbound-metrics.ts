import { observeAttention, observeStanding } from '@kervan/messaging';
import { metrics } from '@opentelemetry/api';
import type { Queryable } from '../store/queryable.js';
import { openCalls, pausedTargets, waitingCalls } from '../store/standing-calls.js';

const meter = metrics.getMeter('@kervan/outbound');

/** Acts carried out, by target, call type, act and kind of answer. */
export const attemptCount = meter.createCounter('kervan.outbound.attempts', {
  description: 'Attempts of outgoing calls, by target, call type, act and kind of answer.',
});

/** How long acts took, by target and act; seconds. */
export const attemptDuration = meter.createHistogram('kervan.outbound.attempt.duration', {
  description: 'From taking a call to its answer.',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] },
});

/** Calls that came to wait for a person. */
export const personNeeded = meter.createCounter('kervan.outbound.person_needed', {
  description: 'Calls that came to wait for a person, by call type.',
});

/** Results that came after the lease, and calls whose lease ended without any. */
export const leaseMissed = meter.createCounter('kervan.outbound.lease_missed', {
  description: 'Results that came after their lease, and leases that ended without one, by call type.',
});

const open = {
  count: meter.createObservableGauge('kervan.outbound.open_calls', {
    description: 'Outgoing calls that have not ended, by target and state.',
  }),
  oldest: meter.createObservableGauge('kervan.outbound.open_calls.oldest_seconds', {
    description: 'Age of the oldest of them, by target and state.',
  }),
};

const paused = {
  count: meter.createObservableGauge('kervan.outbound.paused_targets', {
    description: 'Whether a person has paused the target: 1 or 0.',
  }),
  oldest: meter.createObservableGauge('kervan.outbound.paused_targets.oldest_seconds', {
    description: 'For how long it has been paused, by target.',
  }),
};

/** Shows the open calls of these targets, those that wait for a person, and the targets that persons have paused. */
export function observeCalls(db: Queryable, targets: readonly string[]): void {
  observeStanding(open, () => openCalls(db, targets));
  observeStanding(paused, () => pausedTargets(db, targets));
  observeAttention('call', () => waitingCalls(db));
}
