import { metrics } from '@opentelemetry/api';
import { Header } from '../message/headers.js';
import type { StoredOutput } from '../transaction/output.js';
import type { OutboxBacklog } from './outbox-statements.js';

const meter = metrics.getMeter('@kervan/messaging');
const sentRecords = meter.createCounter('kervan.outbox.sent', { description: 'Records that Kafka has acknowledged, by topic and record.' });
const failedSends = meter.createCounter('kervan.outbox.send_failed', { description: 'Sends that will be tried again.' });
const stuckRecords = meter.createCounter('kervan.outbox.stuck', { description: 'Records that the broker has refused.' });
const unsentRecords = meter.createObservableGauge('kervan.outbox.unsent', {
  description: 'Records that wait in the outbox, counted up to a little over the limit at which intake stops.',
});
const oldestRecord = meter.createObservableGauge('kervan.outbox.oldest_seconds', {
  description: 'Age of the oldest record that waits in the outbox.',
});

/** What the sender tells about itself. */
export const outboxMetrics = {
  sent(records: readonly Pick<StoredOutput, 'topic' | 'headers'>[]): void {
    const counts = Map.groupBy(records, ({ topic, headers }) => `${topic} ${headers[Header.type] ?? ''}`);
    for (const [kind, { length }] of counts) {
      const [topic = '', type = ''] = kind.split(' ');
      sentRecords.add(length, { topic, record: type.split('.').at(-1) ?? '' });
    }
  },
  failed: (): void => failedSends.add(1),
  stuck: (topic: string, cause: string): void => stuckRecords.add(1, { topic, cause }),
  observe: (backlog: () => OutboxBacklog): void => {
    unsentRecords.addCallback((result) => result.observe(backlog().unsent));
    oldestRecord.addCallback((result) => result.observe(backlog().oldestSeconds));
  },
};
