import { createHash } from 'node:crypto';

/** One line of what happened. */
export interface TraceLine {
  readonly atMs: number;
  readonly who: string;
  readonly what: string;
}

/** What happened in a run, in order: the same for the same seed, byte for byte. */
export class Trace {
  readonly lines: TraceLine[] = [];

  constructor(private readonly elapsed: () => number) {}

  tell(who: string, what: string): void {
    this.lines.push({ atMs: this.elapsed(), who, what });
  }

  /** The lines as text; times in milliseconds since the run began. */
  render(lines: readonly TraceLine[] = this.lines): string {
    return lines.map(({ atMs, who, what }) => `${atMs.toFixed(1).padStart(10)}  ${who.padEnd(20)}  ${what}`).join('\n');
  }

  /** A fingerprint of the whole. */
  digest(): string {
    return createHash('sha256').update(this.render()).digest('hex');
  }
}
