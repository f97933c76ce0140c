import { catalogue } from '@kervan/contracts';
import type { LyingRecord } from '../../topics/read-records.js';
import type { Facts, PositionRow, ServiceRows } from './facts.js';
import type { Found } from './found.js';
import { isSkippedBy } from './skipped.js';

/** An id that is no UUID is entered as another one, which nobody else can tell; only a stranger's is none. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who reads a topic, by the catalogue: each of them all of its partitions. */
const readersOf = new Map(catalogue.topics.map(({ name, consumers }) => [name, consumers]));

/**
 * I8: of every record below a service's position, its inbox has the id, or it is held, or its type is one that the
 * service passes over; and at rest no record that it should read lies at its position or beyond, or in a partition in
 * which it has none.
 */
export function checkPositions({ records, services }: Facts): Found[] {
  const byPartition = Map.groupBy(records, nameOf);
  return services.flatMap((rows) => [
    ...rows.positions.flatMap((position) => checkBelow(rows, position, byPartition.get(nameOf(position)) ?? [])),
    ...checkBeyond(rows, byPartition),
  ]);
}

function checkBelow(rows: ServiceRows, { topic, partition, next }: PositionRow, records: readonly LyingRecord[]): Found[] {
  const heldAt = new Set(rows.held.map((held) => `${nameOf(held)} ${held.offset}`));
  const passed = records.filter(({ offset }) => offset < next);
  return passed.flatMap(({ offset, headers }) => {
    const { ce_id: id = '', ce_type: type = '' } = headers;
    const isTaken = rows.inbox.has(id.toLowerCase()) || (id !== '' && !UUID.test(id)) || heldAt.has(`${topic}/${partition} ${offset}`);
    if (isSkippedBy(rows.service, type)) return rows.inbox.has(id) ? [unexpected(rows, type)] : [];
    return isTaken ? [] : [lost(rows, `${topic}/${partition} ${offset} (${type} ${id})`)];
  });
}

/** One finding for each partition that was not read to its end. */
function checkBeyond({ service, positions }: ServiceRows, byPartition: ReadonlyMap<string, readonly LyingRecord[]>): Found[] {
  const nexts = new Map(positions.map((position) => [nameOf(position), position.next]));
  return [...byPartition].flatMap(([name, records]): Found[] => {
    const isRead = readersOf.get(records[0]?.topic ?? '')?.includes(service) === true;
    const next = nexts.get(name);
    const [first, ...others] = isRead ? records.filter(({ offset }) => next === undefined || offset >= next) : [];
    if (!first) return [];
    const stands = next === undefined ? 'has no position there' : `stands at ${next}`;
    return [{ invariant: 'I8', code: 'not-read', detail: `${service} has not read ${others.length + 1} records of ${name}, from ${first.offset}: it ${stands}` }];
  });
}

function nameOf({ topic, partition }: Pick<LyingRecord, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`;
}

function lost({ service }: ServiceRows, where: string): Found {
  return { invariant: 'I8', code: 'position-before-work', detail: `${service} is past ${where} and has not taken it` };
}

function unexpected({ service }: ServiceRows, type: string): Found {
  return { invariant: 'I8', code: 'skipped-yet-taken', detail: `${service} takes ${type}, which it is said to pass over` };
}
