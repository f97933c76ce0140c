import type { ChunkItem } from './chunk-item.js';
import type { OwnedPartition } from './owned-partition.js';

/** How chunks are gathered. */
export interface Pacing {
  readonly maxItems: number;
  /** The least time from one chunk to the next, unless there is enough for a full one; milliseconds. */
  readonly everyMs: number;
}

/** Of services that an order's way leads through: it waits at each of them. */
export const promptPacing: Pacing = { maxItems: 500, everyMs: 50 };

/** Of services that only follow what others do: nobody waits for them, and fewer chunks leave the machine to the others. */
export const followingPacing: Pacing = { maxItems: 500, everyMs: 500 };

interface Lane {
  readonly items: ChunkItem[];
  readonly settled: () => void;
}

/**
 * Gathers what the owned partitions bring into chunks, so that one transaction serves them all.
 *
 * Order within a partition is kept; partitions share a chunk evenly. A partition has at most one batch here.
 *
 * What comes after a quiet time is taken at once. A chunk is settled no sooner than the next one is due: kafkajs fetches
 * from a broker again once it has everything back of what it had fetched, so that the next chunk gathers in the broker.
 * Where a fetch has brought a full chunk, nothing waits.
 */
export class ChunkQueue {
  private readonly lanes = new Map<OwnedPartition, Lane>();
  private wake: (() => void) | undefined;
  private takenAt = -Infinity;
  /** Taken since everything was last released, or something waited. */
  private taken = 0;

  constructor(private readonly pacing: Pacing = promptPacing) {}

  /** Resolves once every item has been taken and {@link settle}d, or {@link drop}ped. */
  add(partition: OwnedPartition, items: readonly ChunkItem[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    const settled = new Promise<void>((resolve) => this.lanes.set(partition, { items: [...items], settled: resolve }));
    this.wake?.();
    return settled;
  }

  /** The next chunk; empty when `withinMs` passed, or {@link interrupt} was called, before there was one. */
  async take(withinMs: number, atMost: number = this.pacing.maxItems): Promise<ChunkItem[]> {
    if (this.waiting() === 0) await this.pause(withinMs);
    if (this.waiting() === 0) return [];
    this.takenAt = performance.now();
    const chunk = this.cut(Math.min(atMost, this.pacing.maxItems));
    this.taken += chunk.length;
    return chunk;
  }

  /** Ends the wait of {@link take}. */
  interrupt(): void {
    this.wake?.();
  }

  /**
   * Tells that the chunk's items are done: partitions without further items are released, once the next chunk is due.
   *
   * @param isPaced false: at once, since other work waits.
   */
  async settle(isPaced = true): Promise<void> {
    const early = this.takenAt + this.pacing.everyMs - performance.now();
    const isEnough = this.taken + this.waiting() >= this.pacing.maxItems;
    if (isPaced && early > 0 && !isEnough) await new Promise((resolve) => setTimeout(resolve, early));
    if (!isEnough || this.waiting() === 0) this.taken = 0;
    for (const [partition, lane] of this.lanes) {
      if (lane.items.length > 0) continue;
      this.lanes.delete(partition);
      lane.settled();
    }
  }

  /** Whether a partition has items here, waiting or taken and not settled. */
  holds(partition: OwnedPartition): boolean {
    return this.lanes.has(partition);
  }

  /** Forgets what waits of a partition and releases it. */
  drop(partition: OwnedPartition): void {
    const lane = this.lanes.get(partition);
    this.lanes.delete(partition);
    lane?.settled();
  }

  dropAll(): void {
    for (const partition of [...this.lanes.keys()]) this.drop(partition);
  }

  private cut(maxItems: number): ChunkItem[] {
    const chunk: ChunkItem[] = [];
    let busy = [...this.lanes.values()].filter(({ items }) => items.length > 0);
    while (busy.length > 0 && chunk.length < maxItems) {
      const share = Math.max(1, Math.floor((maxItems - chunk.length) / busy.length));
      for (const { items } of busy) {
        chunk.push(...items.splice(0, Math.min(share, maxItems - chunk.length)));
      }
      busy = busy.filter(({ items }) => items.length > 0);
    }
    return chunk;
  }

  private waiting(): number {
    let sum = 0;
    for (const { items } of this.lanes.values()) sum += items.length;
    return sum;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = done;
    });
  }
}
