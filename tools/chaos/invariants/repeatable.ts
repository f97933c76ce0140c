import { createHash } from 'node:crypto';
import { TIMER, type Facts } from './facts.js';
import type { Found } from './found.js';

/** The service whose every message is an output of a message that it has taken. */
const ONLY_CAUSED = 'order-orchestrator';
/** What tells that an order is over has this source where a person has discarded the record that would have started it. */
const DISCARD = 'discard';
const MOST_OUTPUTS = 50;
/** What a message says begins behind a zero byte and the four of its schema's id. */
const BODY_AT = 5;

/**
 * I14, as far as the ids tell: what is written again gets the id that it had, so that inboxes know it.
 *
 * An id carries the time at which its chain began, as that of its cause does; where a message follows from another and
 * from nothing else, the id is the one that follows from that, its record and what it says, too. Left out are timers that have
 * fired: theirs follows also from when they were due, which nobody can tell any more.
 */
export function checkRepeatable({ records, services }: Facts): Found[] {
  const names = new Set<string>(services.map(({ service }) => service));
  const ids = new Set(records.map(({ headers }) => headers.ce_id ?? ''));
  return records.flatMap(({ topic, offset, value, headers }): Found[] => {
    const { ce_id: id = '', ce_type: type = '', ce_causationid: cause = '', ce_source: source = '' } = headers;
    if (!names.has(source) || !ids.has(cause) || 'kervan_reason' in headers) return [];
    const isFree = source !== ONLY_CAUSED || type === TIMER;
    const follows = beginOf(id) === beginOf(cause) && (isFree || isOutputOf(cause, { id, source, type, value }));
    if (follows) return [];
    return [{ invariant: 'I14', code: 'id-not-repeatable', detail: `the id ${id} on ${topic} ${offset} does not follow from ${cause}` }];
  });
}

/** The first 48 bits: when the chain was accepted. */
function beginOf(id: string): string {
  return id.slice(0, 13);
}

/** A message, as far as its id follows from it. */
interface Told {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly value: Buffer | null;
}

function isOutputOf(cause: string, { id, source, type, value }: Told): boolean {
  const content = createHash('sha256').update(value?.subarray(BODY_AT) ?? '').digest('base64');
  const places = Array.from({ length: MOST_OUTPUTS }, (_, ordinal) => `${ordinal} ${content}`);
  return [source, DISCARD].some((by) => places.some((place) => {
    const hash = createHash('sha256').update(JSON.stringify([by, cause, place, type])).digest('hex');
    return hash.slice(13, 16) === id.slice(15, 18) && hash.slice(17, 20) === id.slice(20, 23) && hash.slice(20, 32) === id.slice(24);
  }));
}
