import type { CallStore, Claim } from '../store/call-store.js';
import type { TakenCall } from '../store/outbound-call.js';
import type { Queryable } from '../store/queryable.js';

/** A claim that takes longer than this may have had to pass calls that are due and wait behind others; milliseconds. */
const SLOW_MS = 25;
/** From the end of one look at the oldest due calls to the next; milliseconds. */
const LOOK_EVERY_MS = 1_000;
const LOOKED_AT_ONCE = 2_000;

/**
 * Takes due calls of one target, as fast with a million waiting as with a thousand.
 *
 * What could slow a claim are due calls at the head of the queue that must not be taken yet, each behind an older call of
 * its order key that waits for its time, a person or a process that knows its type. A claim that was slow has them put
 * aside, a part at a time.
 */
export class Claiming {
  private lookedAt = -Infinity;

  constructor(
    private readonly store: Pick<CallStore, 'claim' | 'stepAside'>,
    private readonly db: Queryable,
    private readonly claim: Omit<Claim, 'atMost'>,
  ) {}

  async take(atMost: number): Promise<TakenCall[]> {
    const began = performance.now();
    const taken = await this.store.claim(this.db, { ...this.claim, atMost });
    if (performance.now() - began > SLOW_MS) await this.clear();
    return taken;
  }

  /** Goes on while most of what is looked at stands in the way. Calls that were taken wait for it, a short while. */
  private async clear(): Promise<void> {
    if (performance.now() - this.lookedAt < LOOK_EVERY_MS) return;
    const aside = await this.store.stepAside(this.db, this.claim.types, LOOKED_AT_ONCE).catch(() => 0);
    if (aside < LOOKED_AT_ONCE / 2) this.lookedAt = performance.now();
  }
}
