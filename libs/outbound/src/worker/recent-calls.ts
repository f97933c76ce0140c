import { CircuitState, type IBreaker } from 'cockatiel';

/** The window is let go of in so many parts. */
const PARTS = 30;

interface Part {
  readonly since: number;
  calls: number;
  failures: number;
}

/** When a breaker opens. */
interface Limits {
  /** Opens when more than this part of the calls in the window has failed… */
  readonly above: number;
  /** …of at least so many… */
  readonly minimumCalls: number;
  /** …in this time; milliseconds. */
  readonly windowMs: number;
}

/**
 * Opens a breaker by the calls of the time just past, and of no other time: by the clock of the process, which nobody sets.
 *
 * Cockatiel's own goes by the wall clock, which keeps what was long ago when it is set back; and lets one part go at each
 * call, so that few calls an hour are judged by those of hours before.
 */
export class RecentCalls implements IBreaker {
  /** Kept nowhere: a process begins without any. */
  readonly state = undefined;
  private parts: Part[] = [];

  constructor(private readonly limits: Limits) {}

  /** A probe that passed begins anew. */
  success(state: CircuitState): void {
    if (state === CircuitState.HalfOpen) this.parts = [];
    this.current().calls += 1;
  }

  /** Whether the breaker opens. */
  failure(state: CircuitState): boolean {
    const current = this.current();
    current.calls += 1;
    current.failures += 1;
    return state !== CircuitState.Closed || this.isTooMuch();
  }

  private current(): Part {
    const now = performance.now();
    const { windowMs } = this.limits;
    this.parts = this.parts.filter(({ since }) => now - since < windowMs);
    const last = this.parts.at(-1);
    if (last && now - last.since < windowMs / PARTS) return last;
    const next = { since: now, calls: 0, failures: 0 };
    this.parts.push(next);
    return next;
  }

  private isTooMuch(): boolean {
    const calls = this.parts.reduce((sum, part) => sum + part.calls, 0);
    const failures = this.parts.reduce((sum, part) => sum + part.failures, 0);
    return calls >= this.limits.minimumCalls && failures > this.limits.above * calls;
  }
}
