import type { Health } from '@kervan/service-host';
import { livenessLimits } from './liveness-limits.js';

/**
 * Tells whether something lives: it has made progress within 90 s.
 *
 * Only progress is a sign; no timer of its own keeps it alive.
 */
export class Pulse {
  private last: number;

  constructor(
    private readonly timeoutMs: number = livenessLimits.pulseMs,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.last = this.now();
  }

  beat(): void {
    this.last = this.now();
  }

  health(): Health {
    return this.now() - this.last <= this.timeoutMs ? { ok: true } : { ok: false, reason: 'consumer-without-progress' };
  }
}
