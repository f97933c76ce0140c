import type { Finding } from '../check/findings.js';
import type { Faults } from '../run/faults.js';
import { type Mutation, unmutated } from './mutation.js';

/** A mechanism that is broken on purpose, and the invariants of which one must be found broken. */
export interface Mutant {
  readonly mutation: Mutation;
  readonly breaks: readonly Finding['invariant'][];
  /** Faults under which it shows soon. */
  readonly under: Partial<Faults>;
  /** Whether it shows only where persons act on orders. */
  readonly acted?: true;
}

/** A mutant by its name. */
export const mutant = (
  name: string,
  breaks: Mutant['breaks'],
  mutation: Partial<Mutation>,
  under: Partial<Faults> = {},
): Mutant => {
  return { breaks, under, mutation: { ...unmutated, ...mutation, name } };
};
