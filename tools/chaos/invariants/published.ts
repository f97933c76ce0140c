import { derivedId } from '@kervan/messaging';
import type { LyingRecord } from '../../topics/read-records.js';
import type { Facts } from './facts.js';
import type { Found } from './found.js';

const DEAD_LETTERS = '.dlq.v1';

/**
 * I7: what the outboxes were given is what lies on the topics, no more and no less; nothing waits.
 *
 * Duplicates are allowed. A record without one of our services as its source is a stranger's, and so is one without a reason
 * among the dead letters of a service. What a service's outbox was given is known only where that was recorded.
 */
export function checkPublished({ records, services }: Facts): Found[] {
  const recorded = services.filter((rows) => rows.committed !== undefined);
  const committed = new Set(recorded.flatMap((rows) => rows.committed ?? []).map(({ topic, messageId }) => `${topic} ${messageId}`));
  const names = new Set<string>(recorded.map(({ service }) => service));
  const ours = records.filter((record) => names.has(writerOf(record)) && isDeadLetter(record) === 'kervan_reason' in record.headers);
  const lying = new Set(ours.map((record) => `${record.topic} ${isDeadLetter(record) ? idOfCopy(record) : record.headers.ce_id}`));
  return [
    ...[...committed].filter((name) => !lying.has(name)).map((name) => found('published-not', `${name} was committed and is not on its topic`)),
    ...[...lying].filter((name) => !committed.has(name)).map((name) => found('published-ghost', `${name} is on its topic and was never committed`)),
    ...services.flatMap(({ service, unsent }) => (unsent.length === 0 ? [] : [found('output-unsent', `${unsent.length} outputs of ${service} wait to be sent`)])),
  ];
}

function isDeadLetter({ topic }: LyingRecord): boolean {
  return topic.endsWith(DEAD_LETTERS);
}

function writerOf(record: LyingRecord): string {
  return isDeadLetter(record) ? record.topic.slice(0, -DEAD_LETTERS.length) : (record.headers.ce_source ?? '');
}

/** Under which id an outbox was given a dead letter: its `ce_id` is that of the record which it is a copy of. */
function idOfCopy(record: LyingRecord): string {
  const { kervan_topic: topic, kervan_partition: partition, kervan_offset: offset, kervan_attempts: tries, kervan_timestamp: at } = record.headers;
  return derivedId(Date.parse(at ?? ''), 'dead-letter', writerOf(record), `${topic}`, `${partition}`, `${offset}`, `${tries}`);
}

function found(code: string, detail: string): Found {
  return { invariant: 'I7', code, detail };
}
