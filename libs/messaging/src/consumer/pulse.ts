import type { Health } from '@kervan/service-host';

/** Without a sign of progress for this long, a consumer counts as dead; milliseconds. */
export const PULSE_TIMEOUT_MS = 90_000;

/**
 * Tells whether a consumer lives: a fetch, a heartbeat or an attempt within 90 s.
 *
 * Only progress is a sign; no timer of its own keeps it alive.
 */
export class Pulse {
  private last: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.last = this.now();
  }

  beat(): void {
    this.last = this.now();
  }

  health(): Health {
    return this.now() - this.last <= PULSE_TIMEOUT_MS ? { ok: true } : { ok: false, reason: 'consumer-without-progress' };
  }
}
