import { setTimeout as wait } from 'node:timers/promises';
import type { MorningPlan, SandboxControl } from './sandbox-control.js';

const LOOK_EVERY_MS = 500;
/** What is sent more where the planned orders are over before the fault is. */
const MORE_SECONDS = 30;

/** Orders over every channel at a steady rate, until they are told to be enough. */
export class Load {
  private enough = false;
  private readonly playing: Promise<void>;

  private constructor(
    private readonly sandbox: SandboxControl,
    private readonly plan: MorningPlan,
  ) {
    this.playing = this.play();
    this.playing.catch(() => undefined); // told by end
  }

  static async start(sandbox: SandboxControl, plan: MorningPlan): Promise<Load> {
    await sandbox.begin(plan);
    return new Load(sandbox, plan);
  }

  /** Goes on for so long at least, and resolves once everything that was sent has its answer; tells whether that was in time. */
  async end(afterMs: number, withinMs: number): Promise<boolean> {
    await wait(afterMs);
    this.enough = true;
    const late = new AbortController();
    const inTime = this.playing.then(() => true);
    try {
      return await Promise.race([inTime, wait(withinMs, false, { signal: late.signal })]);
    } finally {
      late.abort();
    }
  }

  private async play(): Promise<void> {
    for (let more = 1; ; more += 1) {
      while (await this.sandbox.isPlaying()) await wait(LOOK_EVERY_MS);
      if (this.enough) return;
      const { rate, seed } = this.plan;
      await this.sandbox.begin({ rate, seed: seed + more, orders: Math.ceil(rate * MORE_SECONDS) });
    }
  }
}
