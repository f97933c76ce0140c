import { setTimeout as wait } from 'node:timers/promises';
import type { MorningPlan, SandboxControl } from './sandbox-control.js';

/** What a load is to be. */
export interface LoadPlan extends MorningPlan {
  /** At least so many are sent. */
  readonly orders: number;
  /** It will be wanted for so long, as far as that can be said; absent: for as long as its orders take. */
  readonly seconds?: number;
}

const LOOK_EVERY_MS = 500;
/** What is sent more where what was planned is over before the fault is. */
const MORE_SECONDS = 30;

/**
 * Orders over every channel at a steady rate, until they are told to be enough.
 *
 * What is planned is begun as one morning, which cannot be stopped. After it short ones follow, and before each of them the
 * sandbox waits until the last transfer is invoiced: where that takes long, such as in an outage, nothing is sent meanwhile.
 */
export class Load {
  private enough = false;
  private readonly playing: Promise<void>;

  private constructor(
    private readonly sandbox: Pick<SandboxControl, 'begin' | 'isPlaying'>,
    private readonly plan: LoadPlan,
    /** When everything that has begun should have been sent. */
    private sentBy: number,
  ) {
    this.playing = this.play();
    this.playing.catch(() => undefined); // told by end
  }

  static async start(sandbox: Pick<SandboxControl, 'begin' | 'isPlaying'>, plan: LoadPlan): Promise<Load> {
    const { orders: least, seed, rate, seconds = 0 } = plan;
    const orders = Math.max(least, Math.ceil(rate * seconds));
    await sandbox.begin({ orders, seed, rate });
    return new Load(sandbox, plan, sentBy(orders, rate));
  }

  /**
   * Goes on for so long at least, and until all that has begun is sent; resolves once all of it has its answer.
   *
   * @returns whether the last answer came in time, counted from when the last order should have been sent.
   */
  async end(afterMs: number, withinMs: number): Promise<boolean> {
    await wait(afterMs);
    this.enough = true;
    for (;;) {
      const leftMs = this.sentBy + withinMs - performance.now();
      if (leftMs <= 0) return false;
      if (await this.endsWithin(leftMs)) return true;
    }
  }

  /** Has nothing more begun; what has is sent. */
  giveUp(): void {
    this.enough = true;
  }

  private async endsWithin(ms: number): Promise<boolean> {
    const late = new AbortController();
    try {
      return await Promise.race([this.playing.then(() => true), wait(ms, false, { signal: late.signal })]);
    } finally {
      late.abort();
    }
  }

  private async play(): Promise<void> {
    const { seed, rate } = this.plan;
    for (let more = 1; ; more += 1) {
      while (await this.sandbox.isPlaying()) await wait(LOOK_EVERY_MS);
      if (this.enough) return;
      const orders = Math.ceil(rate * MORE_SECONDS);
      await this.sandbox.begin({ rate, seed: seed + more, orders });
      this.sentBy = sentBy(orders, rate);
    }
  }
}

function sentBy(orders: number, rate: number): number {
  return performance.now() + (orders / rate) * 1_000;
}
