import type { Seen } from './input.js';
import type { Instance } from './instance.js';

/**
 * Whether a saga stands as a person saw it who has decided upon it. If not, something has come for it meanwhile that he
 * does not know of, such as a cancellation, and that his act is not to overrule.
 */
export function isAsSeen<Data, Order>({ revision, attention }: Instance<Data, Order>, seen: Seen): boolean {
  if (seen.revision !== null && seen.revision !== revision) return false;
  return seen.code === null || seen.code === attention?.code;
}
