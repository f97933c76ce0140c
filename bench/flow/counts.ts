import type { LoadedSale } from './load-protocol.js';
import type { Verification } from './verify.js';

/** How many sales of a run came how far, and how many orders in the ledgers should not be there as they are. */
export interface Counts {
  readonly accepted: number;
  readonly completed: number;
  readonly verified: number;
  readonly lost: number;
  readonly doubled: number;
  readonly unasked: number;
}

/** Counts what became of the accepted sales, of which so many were told to be completed. */
export function countsOf(
  sales: readonly LoadedSale[],
  completed: number,
  { verified, lost, doubled, unasked }: Verification,
): Counts {
  return { accepted: sales.length, completed, verified: verified.size, lost: lost.length, doubled: doubled.length, unasked: unasked.length };
}

/** Whether every accepted sale completed, and every completed one is verified: nothing lost, nothing doubled. */
export function isSound({ accepted, completed, verified, lost, doubled, unasked }: Counts): boolean {
  return accepted > 0 && completed === accepted && verified === completed && lost + doubled + unasked === 0;
}
