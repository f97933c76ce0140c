import type { Target } from '../call/target.js';

/** Names of the leases that stand for a target's slots: each is one call at a time, over all replicas. */
export function slotNames({ name, slots }: Target): string[] {
  return Array.from({ length: slots }, (_, index) => `outbound/${name}/slot/${index + 1}`);
}

/** Name of the lease whose end says how far the calls of a target are ahead of its rate. */
export function paceName({ name }: Target): string {
  return `outbound/${name}/pace`;
}
