import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import type { BreakerPolicy, Target } from '../call/target.js';
import { type Exchange, isTargetFailure } from '../http/exchange.js';
import { isInMaintenance } from '../policy/maintenance.js';

/** A request that was sent, with what became of it. */
export interface Sent {
  readonly exchange: Exchange;
}

/**
 * Says how many calls may go to a target now: none in maintenance, while it asked for a rest, or while the breaker is
 * open; a few probes after that. Per process. What waits here costs no attempt.
 */
export class TargetGate {
  private readonly breaker: CircuitBreakerPolicy;
  private openedAt = 0;
  private probesDone = 0;
  private restUntil = 0;

  constructor(private readonly target: Target) {
    this.breaker = breakerOf(target.breaker);
    this.breaker.onBreak(() => (this.openedAt = performance.now()));
    this.breaker.onHalfOpen(() => (this.probesDone = 0));
  }

  /** How many more calls may be taken while `inFlight` are under way. */
  capacity(inFlight: number): number {
    if (performance.now() < this.restUntil || isInMaintenance(this.target.maintenance, new Date())) return 0;
    return Math.max(this.limit() - inFlight, 0);
  }

  /** Lets one request through; `closed` when the breaker opened since the call was taken. */
  async pass<S extends Sent>(send: () => Promise<S>): Promise<S | 'closed'> {
    try {
      return await this.breaker.execute(async () => {
        const probing = this.breaker.state === CircuitState.HalfOpen;
        try {
          return await send();
        } finally {
          if (probing) this.probesDone += 1;
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
    const { openMs, probes } = this.target.breaker;
    switch (this.breaker.state) {
      case CircuitState.Closed:
        return this.target.slots;
      case CircuitState.HalfOpen:
        return probes - this.probesDone;
      default:
        return performance.now() - this.openedAt < openMs ? 0 : probes;
    }
  }
}

function breakerOf({ failureShare, minimumCalls, windowMs, openMs, probes }: BreakerPolicy): CircuitBreakerPolicy {
  const above = failureShare - 1e-6;
  return circuitBreaker(
    handleWhenResult((result) => isTargetFailure((result as Sent).exchange)),
    {
      halfOpenAfter: openMs,
      halfOpenSampling: { calls: probes, threshold: above },
      breaker: new SamplingBreaker({
        threshold: above,
        duration: windowMs,
        minimumRps: ((minimumCalls - 0.5) * 1_000) / windowMs,
      }),
    },
  );
}
