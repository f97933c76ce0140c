import type { Facts } from './facts.js';
import type { Found } from './found.js';

/**
 * I7: what the outboxes were given is what lies on the topics, no more and no less; nothing waits.
 *
 * Duplicates are allowed. A record without one of our services as its source is a stranger's. What a service's outbox
 * was given is known only where that was recorded.
 */
export function checkPublished({ records, services }: Facts): Found[] {
  const recorded = services.filter((rows) => rows.committed !== undefined);
  const committed = new Set(recorded.flatMap((rows) => rows.committed ?? []).map(({ topic, messageId }) => `${topic} ${messageId}`));
  const names = new Set<string>(recorded.map(({ service }) => service));
  const ours = records.filter(({ headers }) => names.has(headers.ce_source ?? '') && !('kervan_reason' in headers));
  const lying = new Set(ours.map(({ topic, headers }) => `${topic} ${headers.ce_id}`));
  return [
    ...[...committed].filter((name) => !lying.has(name) && !isDeadLetter(name)).map((name) => found('published-not', `${name} was committed and is not on its topic`)),
    ...[...lying].filter((name) => !committed.has(name)).map((name) => found('published-ghost', `${name} is on its topic and was never committed`)),
    ...services.flatMap(({ service, unsent }) => (unsent.length === 0 ? [] : [found('output-unsent', `${unsent.length} outputs of ${service} wait to be sent`)])),
  ];
}

/** Its `ce_id` is that of the record which it is a copy of. */
function isDeadLetter(name: string): boolean {
  return name.split(' ')[0]?.endsWith('.dlq.v1') === true;
}

function found(code: string, detail: string): Found {
  return { invariant: 'I7', code, detail };
}
