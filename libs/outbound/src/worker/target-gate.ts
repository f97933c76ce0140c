import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  handleWhenResult,
  type IBackoff,
} from 'cockatiel';
import type { BreakerPolicy, Target } from '../call/target.js';
import { type Exchange, isTargetFailure } from '../http/exchange.js';
import { isInMaintenance } from '../policy/maintenance.js';
import { RecentCalls } from './recent-calls.js';

/** A request that was sent, with what became of it. */
export interface Sent {
  readonly exchange: Exchange;
}

/** Why a process takes the calls that it takes. */
export const GateState = {
  /** As many as there are slots; fewer for a while after a recovery. */
  open: 'open',
  /** A few, to see whether the target is well again. */
  probing: 'probing',
  /** None: the breaker has opened. */
  failing: 'failing',
  /** None: the target asked for a rest. */
  resting: 'resting',
  /** None: a declared maintenance window is open. */
  maintenance: 'maintenance',
} as const;

export type GateState = (typeof GateState)[keyof typeof GateState];

/**
 * Says how many calls may go to a target now: none in maintenance, while it asked for a rest, or while the breaker is
 * open; a few probes after that; and once those passed, more from moment to moment up to all slots, so that what has
 * piled up does not fall upon a target that has just come back. Per process. What waits here costs no attempt.
 */
export class TargetGate {
  private readonly breaker: CircuitBreakerPolicy;
  private openedAt = 0;
  private recoveredAt = -Infinity;
  /** Which time it is that the breaker is half open: a probe counts in the one that it began in. */
  private period = 0;
  private probesDone = 0;
  private restUntil = 0;

  /** @param recovered called when the breaker closes again. */
  constructor(
    private readonly target: Target,
    recovered: () => void = () => undefined,
  ) {
    this.breaker = breakerOf(target.breaker, () => this.mayProbe());
    this.breaker.onBreak(() => (this.openedAt = performance.now()));
    this.breaker.onHalfOpen(() => {
      this.period += 1;
      this.probesDone = 0;
    });
    this.breaker.onReset(() => {
      this.recoveredAt = performance.now();
      recovered();
    });
  }

  /** How many more calls may be taken while `inFlight` are under way. */
  capacity(inFlight: number): number {
    return Math.max(this.limit() - inFlight, 0);
  }

  get state(): GateState {
    if (isInMaintenance(this.target.maintenance, new Date())) return GateState.maintenance;
    if (performance.now() < this.restUntil) return GateState.resting;
    if (this.breaker.state === CircuitState.Closed) return GateState.open;
    return this.breaker.state === CircuitState.HalfOpen || this.mayProbe() ? GateState.probing : GateState.failing;
  }

  /** Lets one request through; `closed` when the breaker opened since the call was taken. */
  async pass<S extends Sent>(send: () => Promise<S>): Promise<S | 'closed'> {
    try {
      return await this.breaker.execute(async () => {
        const period = this.breaker.state === CircuitState.HalfOpen ? this.period : undefined;
        try {
          return await send();
        } finally {
          if (period === this.period) this.probesDone += 1;
        }
      });
    } catch (error) {
      if (error instanceof BrokenCircuitError) return 'closed';
      throw error;
    }
  }

  /** Leaves the target alone for the time that it asked for. */
  rest(ms: number): void {
    this.restUntil = Math.max(this.restUntil, performance.now() + ms);
  }

  private limit(): number {
    switch (this.state) {
      case GateState.open:
        return this.ramped();
      case GateState.probing:
        return this.target.breaker.probes - (this.breaker.state === CircuitState.HalfOpen ? this.probesDone : 0);
      default:
        return 0;
    }
  }

  private mayProbe(): boolean {
    return performance.now() - this.openedAt >= this.target.breaker.openMs;
  }

  private ramped(): number {
    const { slots, breaker: { probes, rampMs } } = this.target;
    const sinceMs = performance.now() - this.recoveredAt;
    if (sinceMs >= rampMs || slots <= probes) return slots;
    return probes + Math.floor(((slots - probes) * sinceMs) / rampMs);
  }
}

/**
 * @param mayProbe decides alone when an open breaker lets probes in. Cockatiel would go by the wall clock: with one that is
 * set back, it would stay open for as long as that, while the gate goes on to offer probes.
 */
function breakerOf(
  { failureShare, minimumCalls, windowMs, probes }: BreakerPolicy,
  mayProbe: () => boolean,
): CircuitBreakerPolicy {
  const above = failureShare - 1e-6;
  return circuitBreaker(
    handleWhenResult((result) => isTargetFailure((result as Sent).exchange)),
    {
      halfOpenAfter: asSoonAs(mayProbe),
      halfOpenSampling: { calls: probes, threshold: above },
      breaker: new RecentCalls({ above, minimumCalls, windowMs }),
    },
  );
}

/** A wait that is over as soon as something holds, whatever time it is. */
function asSoonAs(holds: () => boolean): IBackoff<unknown> {
  return {
    get duration() {
      return holds() ? -Infinity : Infinity;
    },
    next() {
      return this;
    },
  };
}
