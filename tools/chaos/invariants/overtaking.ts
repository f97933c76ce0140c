import type { LyingRecord } from '../../topics/read-records.js';
import type { Facts, HeldRow, ServiceRows } from './facts.js';
import type { Found } from './found.js';

/** Takes a command back that may be held itself, so it does not wait behind it. */
const PASSES = 'kervan.messaging.Withdraw';
/**
 * The inbox tells when the transaction began that took a message. It may have looked for held ones so much later: before,
 * its connection may be idle for ten seconds, and wait five for a lock.
 */
const LOOKED_WITHIN_MS = 15_000;

/** The first of each message in a topic, by topic and key, in the order in which they lie. */
type Firsts = ReadonlyMap<string, readonly LyingRecord[]>;

/**
 * I9: each service takes the messages of a key in a topic in their order, the first of each where one lies there again.
 *
 * None was entered in its inbox before one that lies before it. While one is held that others are to wait for, each later one
 * is held behind it, and none of these is run before it; so it was, too, where the held one was run or discarded since.
 */
export function checkOvertaking({ records, services }: Pick<Facts, 'records' | 'services'>): Found[] {
  const firsts = firstsOf(records);
  return services.flatMap((rows) => [...checkEntries(rows, firsts), ...checkPassing(rows, firsts), ...checkRuns(rows)]);
}

/** Left out is what lies in two places, as a stranger's copy does: nobody knows which of them a service has met first. */
function firstsOf(records: readonly LyingRecord[]): Firsts {
  const messages = records.filter(({ topic, key, headers }) => key !== undefined && headers.ce_id && !topic.endsWith('.dlq.v1'));
  const firsts = [...Map.groupBy(messages, idOf).values()].flatMap((copies) => {
    const isOneMessage = new Set(copies.map((copy) => `${keyOf(copy)} ${copy.partition}`)).size === 1;
    return isOneMessage ? [copies.reduce((first, copy) => (copy.offset < first.offset ? copy : first))] : [];
  });
  const lying = firsts.toSorted((one, other) => (one.offset < other.offset ? -1 : 1));
  return Map.groupBy(lying, keyOf);
}

function checkEntries({ service, inbox }: ServiceRows, firsts: Firsts): Found[] {
  return [...firsts.values()].flatMap((ofKey) => {
    const entered = ofKey.flatMap((record) => {
      const at = inbox.get(idOf(record));
      return at ? [{ record, at }] : [];
    });
    return entered.flatMap(({ record, at }, index) => {
      const before = entered[index - 1];
      if (!before || at >= before.at) return [];
      return [found('taken-out-of-order', `${service} took ${placeOf(record)} before ${before.record.offset} of the same key`)];
    });
  });
}

function checkPassing({ service, held, inbox }: ServiceRows, firsts: Firsts): Found[] {
  const places = new Set(held.map(placeOf));
  return held.filter(isWaitedFor).flatMap((row) => {
    const until = timeOf(row) - LOOKED_WITHIN_MS;
    const passed = (firsts.get(keyOf(row)) ?? []).filter((record) => {
      const at = inbox.get(idOf(record))?.getTime();
      if (at === undefined || at < row.heldAt.getTime() || at >= until) return false;
      return record.offset > row.offset && record.headers.ce_type !== PASSES && !places.has(placeOf(record));
    });
    return passed.map((record) => {
      return found('held-overtaken', `${service} took ${placeOf(record)} while ${row.offset} of the same key was held`);
    });
  });
}

/** A held message is looked for once those before it are resolved, and then a transaction begins in which it is run. */
function checkRuns({ service, held }: ServiceRows): Found[] {
  const ofKeys = Map.groupBy(held.filter(({ key }) => key !== null), keyOf);
  return [...ofKeys.values()].flatMap((ofKey) => {
    const waitedFor = ofKey.filter(isWaitedFor);
    return ofKey.filter(({ state }) => state === 'handled').flatMap((run) => {
      const passed = waitedFor.find((row) => row.offset < run.offset && timeOf(row) > timeOf(run));
      return passed ? [found('held-overtaken', `${service} ran ${placeOf(run)} before ${passed.offset} of the same key, which was held, too`)] : [];
    });
  });
}

/** Whether later messages of its key are to wait for it; once they are not, they never are again. */
function isWaitedFor({ blocks, key }: HeldRow): boolean {
  return blocks && key !== null;
}

/** When it was run or discarded; never, while it is open. */
function timeOf({ resolvedAt }: HeldRow): number {
  return resolvedAt?.getTime() ?? Infinity;
}

/** As the inbox knows it. */
function idOf({ headers }: LyingRecord): string {
  return (headers.ce_id ?? '').toLowerCase();
}

function keyOf({ topic, key }: Pick<LyingRecord, 'topic'> & { readonly key: string | null | undefined }): string {
  return `${topic} ${key}`;
}

function placeOf({ topic, partition, offset }: Pick<LyingRecord, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition} ${offset}`;
}

function found(code: string, detail: string): Found {
  return { invariant: 'I9', code, detail };
}
