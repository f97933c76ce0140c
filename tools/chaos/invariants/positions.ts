import type { Facts, ServiceRows } from './facts.js';
import type { Found } from './found.js';
import { isSkippedBy } from './skipped.js';

/** An id that is no UUID is entered as another one, which nobody else can tell; only a stranger's is none. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * I8: of every record below a service's position, its inbox has the id, or it is held, or its type is one that the
 * service passes over.
 */
export function checkPositions({ records, services }: Facts): Found[] {
  const byPartition = Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`);
  return services.flatMap((rows) => {
    const heldAt = new Set(rows.held.map(({ topic, partition, offset }) => `${topic}/${partition} ${offset}`));
    return rows.positions.flatMap(({ topic, partition, next }) => {
      const passed = (byPartition.get(`${topic}/${partition}`) ?? []).filter(({ offset }) => offset < next);
      return passed.flatMap(({ offset, headers }) => {
        const { ce_id: id = '', ce_type: type = '' } = headers;
        const isTaken = rows.inbox.has(id.toLowerCase()) || (id !== '' && !UUID.test(id)) || heldAt.has(`${topic}/${partition} ${offset}`);
        if (isSkippedBy(rows.service, type)) return rows.inbox.has(id) ? [unexpected(rows, type)] : [];
        return isTaken ? [] : [lost(rows, `${topic}/${partition} ${offset} (${type} ${id})`)];
      });
    });
  });
}

function lost({ service }: ServiceRows, where: string): Found {
  return { invariant: 'I8', code: 'position-before-work', detail: `${service} is past ${where} and has not taken it` };
}

function unexpected({ service }: ServiceRows, type: string): Found {
  return { invariant: 'I8', code: 'skipped-yet-taken', detail: `${service} takes ${type}, which it is said to pass over` };
}
