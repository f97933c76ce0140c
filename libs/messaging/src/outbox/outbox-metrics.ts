import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('@kervan/messaging');
const sentRecords = meter.createCounter('kervan_outbox_sent', { description: 'Records that Kafka acknowledged' });
const failedSends = meter.createCounter('kervan_outbox_send_failed', { description: 'Sends that will be tried again' });
const stuckRecords = meter.createCounter('kervan_outbox_stuck', { description: 'Records that the broker refused' });
const unsentRecords = meter.createObservableGauge('kervan_outbox_unsent', {
  description: 'Records that wait in the outbox, counted up to a little over the limit at which intake stops',
});

/** What the sender tells about itself. */
export const outboxMetrics = {
  sent: (records: number): void => sentRecords.add(records),
  failed: (): void => failedSends.add(1),
  stuck: (topic: string, cause: string): void => stuckRecords.add(1, { topic, cause }),
  observe: (unsent: () => number): void => unsentRecords.addCallback((result) => result.observe(unsent())),
};
