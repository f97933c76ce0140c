import type { Facts } from './facts.js';
import type { Found } from './found.js';

const OPEN = new Set(['waiting', 'dead']);
/** Takes a command back that may be held itself, so it does not wait behind it. */
const PASSES = 'kervan.messaging.Withdraw';

/** I9: while a message is held, no later one of its key is taken in its topic: it is held behind it. */
export function checkOvertaking({ records, services }: Facts): Found[] {
  const byKey = Map.groupBy(records, ({ topic, key }) => `${topic} ${key}`);
  return services.flatMap(({ service, held, positions }) => {
    const passed = new Map(positions.map(({ topic, partition, next }) => [`${topic}/${partition}`, next]));
    const heldAt = new Set(held.map(({ topic, partition, offset }) => `${topic}/${partition} ${offset}`));
    const blocking = held.filter(({ state, blocks, key }) => OPEN.has(state) && blocks && key !== null);
    return blocking.flatMap(({ topic, partition, key, offset: heldOffset }) => {
      const next = passed.get(`${topic}/${partition}`) ?? 0n;
      const later = (byKey.get(`${topic} ${key}`) ?? []).filter(({ offset }) => offset > heldOffset && offset < next);
      return later
        .filter(({ offset, headers }) => !heldAt.has(`${topic}/${partition} ${offset}`) && headers.ce_type !== PASSES)
        .map(({ offset }): Found => {
          const detail = `${service} took ${topic}/${partition} ${offset}, although ${heldOffset} of the same key is held`;
          return { invariant: 'I9', code: 'held-overtaken', detail };
        });
    });
  });
}
