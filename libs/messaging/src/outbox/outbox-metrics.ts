import { metrics } from '@opentelemetry/api';
import type { OutboxBacklog } from './outbox-statements.js';

const meter = metrics.getMeter('@kervan/messaging');
const sentRecords = meter.createCounter('kervan_outbox_sent', { description: 'Records that Kafka acknowledged' });
const failedSends = meter.createCounter('kervan_outbox_send_failed', { description: 'Sends that will be tried again' });
const stuckRecords = meter.createCounter('kervan_outbox_stuck', { description: 'Records that the broker refused' });
const unsentRecords = meter.createObservableGauge('kervan_outbox_unsent', {
  description: 'Records that wait in the outbox, counted up to a little over the limit at which intake stops',
});
const oldestRecord = meter.createObservableGauge('kervan_outbox_oldest_seconds', {
  description: 'Age of the oldest record that waits in the outbox',
});

/** What the sender tells about itself. */
export const outboxMetrics = {
  sent: (records: number): void => sentRecords.add(records),
  failed: (): void => failedSends.add(1),
  stuck: (topic: string, cause: string): void => stuckRecords.add(1, { topic, cause }),
  observe: (backlog: () => OutboxBacklog): void => {
    unsentRecords.addCallback((result) => result.observe(backlog().unsent));
    oldestRecord.addCallback((result) => result.observe(backlog().oldestSeconds));
  },
};
