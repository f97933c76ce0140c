import { TIMER, type Facts, type ServiceRows } from './facts.js';
import type { Found } from './found.js';

const OPEN = new Set(['waiting', 'dead']);

/**
 * I10: every saga with a deadline has a timer that fires by then, so that its wait ends whatever comes or does not come.
 *
 * One whose timer has fired has none while that is on its way to it: in the outbox, unread on its topic, or held.
 */
export function checkTimers({ records, services }: Pick<Facts, 'records' | 'services'>): Found[] {
  const fired = records.filter(({ headers }) => headers.ce_type === TIMER);
  return services.flatMap((rows) => {
    const coming = new Set(fired.filter((record) => isComing(rows, record)).map(({ key }) => key));
    const untimed = (rows.sagas ?? []).filter(({ id, untimed: has }) => has && !coming.has(id));
    return untimed.map(({ orderNumber, step, status }): Found => {
      return { invariant: 'I10', code: 'timer-missing', detail: `${orderNumber}: is ${status} at ${step} with a deadline, and no timer fires by then` };
    });
  });
}

/** Positions were read before the sagas: what was read since has its timer set anew, and counts as coming all the same. */
function isComing({ positions, held }: ServiceRows, { topic, partition, offset }: Facts['records'][number]): boolean {
  const next = positions.find((position) => position.topic === topic && position.partition === partition)?.next ?? 0n;
  const isHeld = held.some((row) => OPEN.has(row.state) && row.topic === topic && row.partition === partition && row.offset === offset);
  return offset >= next || isHeld;
}
