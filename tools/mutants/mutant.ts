import type { Invariant } from '../judge/invariant.js';
import type { ServiceName } from '../platform/services.js';
import type { Mutation } from './mutated.js';

/** What the sandbox sends: its tills alone, or every channel. */
export type Load = 'tills' | 'channels';

/** A fault of the sandbox's ERP or integrator; see the sandbox's README. */
export interface OutsideFault {
  readonly target: 'erp' | 'integrator';
  readonly kind: 'cut-after' | 'lookup-lag';
  readonly operation?: string;
  readonly times?: number;
  readonly ms?: number;
}

/**
 * What happens once the load is done: every topic is read again from its beginning; or what a fault of the code has put
 * aside is run again after that fault was mended; or a broken record and a sound one behind it come under an order's key.
 */
export type Afterwards = 'replay' | 'redrive' | 'poison';

/** A fault that is put into the system, to see whether the checker finds it. */
export interface Mutant {
  readonly name: string;
  /** What the code does wrong, as the end of a sentence that begins with the service. */
  readonly does: string;
  /** The one service that runs with it. */
  readonly service: ServiceName;
  readonly mutations: readonly Mutation[];
  /** The invariant that has to catch it; others may, too. */
  readonly caughtBy: Invariant;
  /** The finding by which it has to be caught, where that invariant has several that look at other things. */
  readonly finding?: string;
  readonly load: Load;
  readonly faults?: readonly OutsideFault[];
  readonly afterwards?: Afterwards;
}

/** Where an act of the run is told to the mutated code: `$DIES` dies once at its passage, `$BROKEN` is true until mended. */
export const placeholders = { dies: '$DIES', broken: '$BROKEN' } as const;
