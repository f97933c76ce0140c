import type { Facts } from './facts.js';
import type { Found } from './found.js';

const OPEN = new Set(['waiting', 'dead']);

/** I14: nothing is held any more, neither to be run again by itself nor for a person, in any service. */
export function checkHeld({ services }: Pick<Facts, 'services'>): Found[] {
  return services.flatMap(({ service, held }): Found[] => {
    const [first, ...others] = held.filter(({ state }) => OPEN.has(state));
    if (!first) return [];
    const { state, topic, partition, offset } = first;
    const detail = `${service} holds ${others.length + 1} messages, the first ${topic}/${partition} ${offset} (${state})`;
    return [{ invariant: 'I14', code: 'held-left', detail }];
  });
}
