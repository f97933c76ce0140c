import type { LoadState } from '../flow/load-protocol.js';

type Orders = Pick<LoadState, 'completed' | 'astray'>;

const STALLED_SECONDS = 60;

/** How orders went on while memory was read: memory of services that nothing passes through says nothing. */
export class Progress {
  private readonly seen: { readonly second: number; readonly completed: number }[] = [{ second: 0, completed: 0 }];

  /** @throws where no order has completed for a minute, or one has gone astray. */
  note(second: number, { completed, astray }: Orders): void {
    if (astray > 0) throw new Error(`${astray} orders need a person or were reversed, and none should`);
    this.seen.push({ second, completed });
    const moved = this.seen.find((earlier) => earlier.completed === completed) ?? { second };
    if (second - moved.second >= STALLED_SECONDS) throw new Error(`no order has completed since second ${moved.second.toFixed(0)}`);
  }

  get completed(): number {
    return this.seen.at(-1)?.completed ?? 0;
  }

  /** Orders a second in each quarter of the time. */
  quarters(): number[] {
    const length = (this.seen.at(-1)?.second ?? 0) / 4;
    const at = (quarter: number) => this.seen.findLast(({ second }) => second <= quarter * length) ?? { second: 0, completed: 0 };
    return [1, 2, 3, 4].map((quarter) => {
      const [from, to] = [at(quarter - 1), at(quarter)];
      return (to.completed - from.completed) / Math.max(to.second - from.second, 1);
    });
  }
}
